/** A bug on a screen: say that what was typed is kept, and offer to begin anew. The text of the error stays off screen. */

import { Component, type ReactNode } from "react";

type Props = { readonly children: ReactNode };

export class SomethingBroke extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main id="main" className="alone">
        <h1>Something in Alcove broke</h1>
        <p className="lede">
          What you typed until a second ago is kept on this device. Open the page again; if it breaks in the same place,
          go on from another page and tell whoever looks after your server.
        </p>
        <p className="acts">
          <button className="b primary" type="button" onClick={() => location.assign("/")}>
            Open it again
          </button>
        </p>
      </main>
    );
  }
}
