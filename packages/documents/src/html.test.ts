import { expect, test } from "vitest";
import { readDocument } from "./read-document.ts";
import { bytesOf } from "./testing/build-rtf.ts";
import { problemOf, readOne, utf8 } from "./testing/read-one.ts";

const textOf = async (html: string) => (await readOne("a.html", utf8(html))).text;

test("what a reader sees: paragraphs, lists, tables, forms, and white space as browsers have it", async () => {
  expect(
    await textOf(`<!doctype html><html><head><title>Not shown</title><style>p{color:red}</style></head><body>
      <h1>Session&nbsp;3</h1><p>She said
        <b>a</b>nd   did.<br>Next line</p>
      <ol start=2><li>two</li><li><p>three</p></li></ol><ul><li>dot<ul><li>inner</ul></ul>
      <table><tr><th>Mood<td>low<tr><td>Sleep<td>4½&nbsp;h<p>a night</table>
      <pre>a
  b</pre><input value="typed"> <input type=checkbox checked>Agreed<textarea>
long answer</textarea></body></html>`),
  ).toBe(
    "Session\u00a03\nShe said and did.\nNext line\n2. two\n3. three\n• dot\n• inner\nMood\tlow\nSleep\t4½\u00a0h\na night\na\n  b\ntyped [x] Agreedlong answer",
  );
});

test("IMP-2 scripts, styles, comments and what other pages would show are not text, in HTML and in SVG", async () => {
  const read = await readOne(
    "a.html",
    utf8(
      `<p onclick="bad1()">seen</p><script>bad2()</script><style>bad3{}</style><!-- bad4 --><noscript>bad5</noscript><iframe srcdoc="bad6">bad7</iframe><template>bad8</template><svg><script>bad9()</script><text>drawn</text></svg><img src=x onerror=bad10 alt="a face">`,
    ),
  );
  expect(read.text).not.toContain("bad");
  for (const word of ["seen", "drawn", "a face"]) expect(read.text).toContain(word);
});

test("the encoding that a page names is believed if its bytes fit", async () => {
  expect((await readOne("a.htm", bytesOf('<meta charset="iso-8859-2"><p>\xb3\xf3d\xbc</p>'))).text).toBe("łódź");
  expect(await readDocument({ path: "a.htm", bytes: bytesOf("<p>caf\xe9</p>") })).toMatchObject({
    notes: [{ text: "café" }],
    warnings: [{ code: "document-encoding-guessed" }],
  });
});

test("a page of a hundred thousand levels is read, one beyond the bound refused", async () => {
  expect(await textOf(`${"<div>".repeat(100_000)}deep`)).toBe("deep");
  expect(await problemOf("a.html", utf8("<p>words"), { maxMarkupBytes: 4 })).toMatchObject({
    code: "document-too-large",
  });
});
