// A further part behind a finished PDF file (ISO 32000-1, 7.5.6): objects that are new or take the place of others, with a
// table of their own. Reads the plain tables and dictionaries that `writePaper` makes, and throws at any other file.

/** Of objects that are referred to: `12 0 R`. */
type References = { readonly signature: string; readonly page: string };

/** The file with a signature field on its first page, which the catalog names. Bytes that were there stay as they are. */
export function appendToPdf(
  pdf: Uint8Array,
  write: (references: References) => { readonly field: string; readonly signature: string },
): Uint8Array {
  const old = readPdf(pdf);
  const catalog = old.object(old.root);
  const first = /\/Kids\s*\[\s*(\d+) 0 R/.exec(old.object(reference(catalog, "Pages")));
  if (!first?.[1]) throw new Error("the file has no page");
  const page = Number(first[1]);
  const [field, signature] = [old.size, old.size + 1];
  const made = write({ signature: `${signature} 0 R`, page: `${page} 0 R` });
  const objects = [
    [old.root, withEntry(catalog, `/AcroForm << /Fields [${field} 0 R] /SigFlags 3 >>`)],
    [page, withEntry(old.object(page), `/Annots [${field} 0 R]`)],
    [field, made.field],
    [signature, made.signature],
  ] as const;

  let part = "\n";
  const rows: string[] = [];
  for (const [number, body] of objects) {
    const at = String(pdf.length + part.length).padStart(10, "0");
    rows.push(`${number} 1\n${at} 00000 n \n`);
    part += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const table = pdf.length + part.length;
  part += `xref\n${rows.join("")}trailer\n<< /Size ${old.size + 2} /Prev ${old.table}${old.rest} >>\n`;
  part += `startxref\n${table}\n%%EOF\n`;
  const file = new Uint8Array(pdf.length + part.length);
  file.set(pdf);
  for (let i = 0; i < part.length; i++) file[pdf.length + i] = part.charCodeAt(i);
  return file;
}

/** As a string in UTF-16, so that a name may have any letter. */
export function pdfText(text: string): string {
  let hex = "feff";
  for (let i = 0; i < text.length; i++) hex += text.charCodeAt(i).toString(16).padStart(4, "0");
  return `<${hex}>`;
}

function readPdf(pdf: Uint8Array) {
  const text = letters(pdf);
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-64))?.[1]);
  const head = /^xref\s+0 (\d+)\s/.exec(text.slice(table, table + 40));
  if (!head?.[1]) throw new Error("the file has no plain table of its objects");
  const size = Number(head[1]);
  const trailer = text.slice(table + head[0].length + 20 * size);
  const rest = ["Root", "Info", "ID"].map(
    (name) => new RegExp(`/${name} (?:\\d+ 0 R|\\[[^\\]]*\\])`).exec(trailer)?.[0],
  );
  return {
    size,
    table,
    root: reference(trailer, "Root"),
    /** What the next trailer says too. */
    rest: rest.map((entry) => (entry ? ` ${entry}` : "")).join(""),
    /** The dictionary of an object that is nothing else. */
    object(number: number): string {
      const at = Number(text.slice(table + head[0].length + 20 * number).slice(0, 10));
      const body = text
        .slice(at, text.indexOf("endobj", at))
        .replace(/^\s*\d+ 0 obj\s*/, "")
        .trimEnd();
      if (!body.startsWith("<<") || !body.endsWith(">>")) throw new Error("an object is no plain dictionary");
      return body;
    },
  };
}

function reference(dictionary: string, name: string): number {
  const found = new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary)?.[1];
  if (found === undefined) throw new Error(`the file names no ${name}`);
  return Number(found);
}

function withEntry(dictionary: string, entry: string): string {
  if (dictionary.includes(entry.split(" ", 1)[0] as string)) throw new Error("the file has one already");
  return `${dictionary.slice(0, -2)}${entry}\n>>`;
}

/** One letter for each byte. */
function letters(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
