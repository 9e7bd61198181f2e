/** Six digits or a spare code as somebody typed them, as they travel; nothing where nothing was typed. */
export function asShown(typed = ""): string | undefined {
  return typed.replaceAll(/[^0-9A-Za-z]/g, "").toUpperCase() || undefined;
}
