/** The letters of what is written as PDF. */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Fonts } from "@alcove/pdf";

export async function paperFonts(): Promise<Fonts> {
  const [regular, bold] = await Promise.all(["DejaVuSans", "DejaVuSans-Bold"].map(readFont));
  if (!regular || !bold) throw new Error("two files were read");
  return { regular, bold };
}

const { resolve } = createRequire(import.meta.url);

const readFont = async (name: string) => new Uint8Array(await readFile(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));
