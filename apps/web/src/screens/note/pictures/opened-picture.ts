/** A file of a note as a picture: opened by the vault, judged by its content, and handed to the browser as the picture that it is. */

import { lookAtFile } from "@alcove/documents";
import type { AttachmentView } from "@alcove/vault";
import { useEffect, useState } from "react";
import { useVault, useVaultEvents } from "../../../app/vault-context.tsx";
import { saySize } from "../../../words/counts.ts";
import { MOST_SHOWN_BYTES } from "../../../words/documents.ts";
import { SAY_BUG, sayFailure } from "../../../words/failures.ts";

export type OpenedPicture =
  | { readonly at: "reading" }
  /** `waits`: it is on its way here. */
  | { readonly at: "not"; readonly why: string; readonly waits?: true }
  | { readonly at: "here"; readonly address: string };

const BROKEN = "This picture is damaged and can’t be shown. It is kept as it came, among the files.";

/** With it: what to call where the browser can't draw it. */
export function useOpenedPicture(file: AttachmentView): readonly [OpenedPicture, () => void] {
  const vault = useVault();
  const [opened, setOpened] = useState<OpenedPicture>({ at: "reading" });
  const [round, setRound] = useState(0);
  const { id, name, bytes: size } = file;

  useVaultEvents((event) => {
    if (event.kind === "status" && opened.at === "not" && opened.waits) setRound((before) => before + 1);
  });

  useEffect(() => {
    let isGone = false;
    let address: string | undefined;
    const read = async (): Promise<OpenedPicture> => {
      if (size > MOST_SHOWN_BYTES)
        return { at: "not", why: `This picture is too large to be shown (${saySize(size)}).` };
      const outcome = await vault.readAttachment(id);
      if (!outcome.ok && outcome.error.code === "attachment-incomplete")
        return {
          at: "not",
          why: "This picture is not on this device yet. It comes when the server has it.",
          waits: true,
        };
      if (!outcome.ok) return { at: "not", why: `This picture can’t be read. ${sayFailure(outcome.error)}` };
      const bytes = outcome.value.bytes as Uint8Array<ArrayBuffer>;
      const { kind, mediaType } = lookAtFile(bytes, name);
      if (kind !== "picture" || !mediaType) return { at: "not", why: "This file is no picture that can be shown." };
      return { at: "here", address: URL.createObjectURL(new Blob([bytes], { type: mediaType })) };
    };
    void read()
      .catch((): OpenedPicture => ({ at: "not", why: SAY_BUG }))
      .then((now) => {
        address = now.at === "here" ? now.address : undefined;
        if (!isGone) setOpened(now);
        else if (address) URL.revokeObjectURL(address);
      });
    return () => {
      isGone = true;
      if (address) URL.revokeObjectURL(address);
    };
  }, [vault, id, name, size, round]);

  return [opened, () => setOpened({ at: "not", why: BROKEN })];
}
