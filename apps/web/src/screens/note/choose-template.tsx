/** Another template for the note that is open. */

import type { NoteKind, TemplateView } from "@alcove/vault";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";
import { useAnswer } from "../../app/session.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import "./choose-template.css";

export type ChooseTemplateProps = {
  readonly kind: NoteKind;
  readonly chosen: string | undefined;
  /** What has been written stays, and the headings come below it. */
  readonly hasWords: boolean;
  readonly onChoose: (template: TemplateView) => void;
  readonly onClose: () => void;
};

export function ChooseTemplate(props: ChooseTemplateProps): ReactElement {
  const { value: templates } = useAnswer("templates", (vault) => vault.templates());
  const fitting = (templates ?? []).filter(({ kind, own }) => kind === props.kind && !own?.putAway);
  const groups = [
    { name: "For sessions", of: fitting.filter(({ everySession }) => everySession) },
    { name: "For other occasions", of: fitting.filter(({ everySession }) => !everySession) },
  ].filter(({ of }) => of.length > 0);
  return (
    <Dialog
      title="Write with a template"
      note={
        props.hasWords
          ? "What you wrote stays as it is. Headings that it lacks come below it."
          : "The next note of a session in this chart begins with the one used last."
      }
      broad
      onClose={props.onClose}
    >
      <div className="inner">
        {groups.map(({ name, of }) => (
          <section key={name} className="template-group">
            {groups.length > 1 && <h3>{name}</h3>}
            <ul className="templates">
              {of.map((template) => (
                <li key={template.id}>
                  <button
                    type="button"
                    aria-current={template.id === props.chosen ? "true" : undefined}
                    onClick={() => props.onChoose(template)}
                  >
                    <b dir="auto">{template.name}</b>
                    <span dir="auto">{template.about}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <p className="small quiet">
          Templates of your own: <Link to="/templates">the practice’s templates</Link>
        </p>
      </div>
    </Dialog>
  );
}
