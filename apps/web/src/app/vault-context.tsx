/** The vault in React: its status for every screen, and answers that are read again when something changed. */

import type { Vault, VaultEvent, VaultStatus } from "@alcove/vault";
import { createContext, type ReactNode, use, useCallback, useEffect, useRef, useState } from "react";
import type { LinkState, VaultLink } from "../worker/vault-link.ts";

export type OpenStatus = Extract<VaultStatus, { readonly phase: "open" }>;
export type LockedStatus = Extract<VaultStatus, { readonly phase: "locked" }>;

export type VaultState = {
  readonly vault: Vault;
  readonly link: LinkState;
  /** Absent until the worker has answered for the first time. */
  readonly status: VaultStatus | undefined;
  /** The worker could not open its store; the reason is for a bug report, not for a person. */
  readonly broken: string | undefined;
  readonly refreshStatus: () => Promise<void>;
};

const VaultContext = createContext<VaultState | undefined>(undefined);

/** The vault and where it stands. */
export function useVaultState(): VaultState {
  const state = use(VaultContext);
  if (!state) throw new Error("bug: no vault around this screen");
  return state;
}

export function useVault(): Vault {
  return useVaultState().vault;
}

/** The status of an open vault; only below the screens that show an open one. */
export function useOpenStatus(): OpenStatus {
  const { status } = useVaultState();
  if (status?.phase !== "open") throw new Error("bug: this screen needs an open vault");
  return status;
}

export function VaultProvider(props: { readonly link: VaultLink; readonly children: ReactNode }): ReactNode {
  const { vault } = props.link;
  const [link, setLink] = useState(props.link.state());
  const [status, setStatus] = useState<VaultStatus>();
  const [broken, setBroken] = useState<string>();

  const refreshStatus = useCallback(async () => {
    try {
      setStatus(await vault.status());
      setBroken(undefined);
    } catch (error) {
      setBroken(error instanceof Error ? error.message : "unknown");
    }
  }, [vault]);

  useEffect(() => {
    const onState = () => {
      setLink(props.link.state());
      void refreshStatus();
    };
    const stopLink = props.link.onState(onState);
    const stopEvents = vault.subscribe((event) => {
      if (event.kind === "status") setStatus(event.status);
    });
    onState();
    return () => {
      stopLink();
      stopEvents();
    };
  }, [props.link, vault, refreshStatus]);

  return <VaultContext value={{ vault, link, status, broken, refreshStatus }}>{props.children}</VaultContext>;
}

/** Calls `listener` for every vault event while the component is shown. */
export function useVaultEvents(listener: (event: VaultEvent) => void): void {
  const vault = useVault();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => vault.subscribe((event) => latest.current(event)), [vault]);
}
