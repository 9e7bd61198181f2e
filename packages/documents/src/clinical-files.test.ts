import { toBase64, utf8 as bytesOfText } from "@alcove/bytes";
import { expect, test } from "vitest";
import { readDocument } from "./read-document.ts";
import { problemOf, readOne, utf8 } from "./testing/read-one.ts";

const data = (text: string) => toBase64(bytesOfText(text));
const bundle = (...resources: object[]) =>
  utf8(JSON.stringify({ resourceType: "Bundle", entry: resources.map((resource) => ({ resource })) }));
const jane = { resourceType: "Patient", id: "p1", name: [{ use: "official", given: ["Jane", "Q."], family: "Doe" }] };
const ofJane = { subject: { reference: "Patient/p1" } };

test("a bundle gives a note for each text in it, with whose it is and its day", async () => {
  const read = await readDocument({
    path: "export.json",
    bytes: bundle(
      jane,
      {
        resourceType: "DocumentReference",
        ...ofJane,
        description: "Session 3",
        date: "2024-03-05T10:00:00Z",
        content: [{ attachment: { contentType: "text/plain", data: data("Grief, and “sleep”.") } }],
      },
      {
        resourceType: "DocumentReference",
        ...ofJane,
        date: "2024-03-06",
        content: [{ attachment: { contentType: "text/html", data: data("<p>In <b>HTML</b><script>bad</script>") } }],
      },
      {
        resourceType: "DocumentReference",
        ...ofJane,
        content: [{ attachment: { contentType: "application/pdf", data: "JVBERg==" } }],
      },
      {
        resourceType: "Composition",
        ...ofJane,
        title: "Summary",
        date: "2024-04-01",
        section: [
          {
            title: "Course",
            text: { div: "<div>Ten <i>sessions</i></div>" },
            section: [{ title: "Deeper", text: { div: "<div>inner</div>" } }],
          },
        ],
      },
      {
        resourceType: "Condition",
        ...ofJane,
        code: { text: "Grief", coding: [{ code: "F43.21", display: "Adjustment disorder" }] },
        onsetDateTime: "2023-11-01",
      },
      {
        resourceType: "QuestionnaireResponse",
        ...ofJane,
        authored: "2024-02-01",
        item: [
          { text: "Sleep", answer: [{ valueString: "badly" }] },
          { linkId: "2", item: [{ text: "Alone", answer: [{ valueBoolean: false }] }] },
        ],
      },
    ),
  });
  expect(read).toMatchObject({
    ok: true,
    notes: [
      {
        title: "Session 3",
        text: "Grief, and “sleep”.",
        date: "2024-03-05",
        client: "Jane Q. Doe",
        source: "export.json#2",
      },
      { text: "In HTML", date: "2024-03-06", client: "Jane Q. Doe" },
      { title: "Summary", text: "Course\nTen sessions\n\nDeeper\ninner", date: "2024-04-01" },
      { title: "Questionnaire", text: "Sleep: badly\n2\nAlone: no", date: "2024-02-01" },
      { title: "Conditions", text: "Grief [F43.21 Adjustment disorder] (since 2023-11-01)", client: "Jane Q. Doe" },
    ],
    warnings: [{ code: "document-entries-without-text", count: 1 }],
  });
});

test("other JSON and other XML are of no kind that is read; broken ones are damaged", async () => {
  expect(await problemOf("a.json", utf8('{"a":1}'))).toMatchObject({ code: "document-unsupported", reason: "content" });
  expect(await problemOf("a.xml", utf8("<a>1</a>"))).toMatchObject({ code: "document-unsupported", reason: "content" });
  expect(await problemOf("a.json", utf8('{"a":'))).toMatchObject({ code: "document-damaged", reason: "json" });
  expect(await problemOf("a.xml", utf8('<ClinicalDocument xmlns="urn:hl7-org:v3"><a>'))).toMatchObject({
    code: "document-damaged",
    reason: "xml",
  });
});

const cda = (sections: string) =>
  utf8(
    `<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>Progress note</title><effectiveTime value="20240305101500+0000"/><recordTarget><patientRole><patient><name><given>Jane</given><given>Q.</given><family>Doe</family></name><guardian><guardianPerson><name><given>Not</given><family>Her</family></name></guardianPerson></guardian></patient></patientRole></recordTarget><author><time value="20240305"/><assignedAuthor><assignedPerson><name><given>Ann</given><family>Lee</family></name></assignedPerson></assignedAuthor></author><component><structuredBody>${sections}</structuredBody></component></ClinicalDocument>`,
  );
const section = (title: string, text: string, more = "") =>
  `<component><section><title>${title}</title><text>${text}</text>${more}</section></component>`;

test("a clinical document gives its sections' titles and what a person reads of them", async () => {
  expect(
    await readOne(
      "ccd.xml",
      cda(
        section("Subjective", 'Came <content styleCode="Bold">late</content>.<br/>Slept 4 h.') +
          section(
            "Plan",
            "<list><item>walk</item><item>call</item></list><table><thead><tr><th>What</th><th>When</th></tr></thead><tbody><tr><td>PHQ-9</td><td>weekly</td></tr></tbody></table>",
            section("Inner", "<paragraph>one</paragraph><paragraph>two</paragraph>"),
          ),
      ),
    ),
  ).toMatchObject({
    title: "Progress note",
    date: "2024-03-05",
    client: "Jane Q. Doe",
    text: "Author: Ann Lee\nSubjective\nCame late.\nSlept 4 h.\n\nPlan\n• walk\n• call\nWhat\tWhen\nPHQ-9\tweekly\n\nInner\none\ntwo",
  });
});

test("IMP-2 entities that grow, or reach out, are refused with the document type that declares them", async () => {
  for (const declared of [
    '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">',
    '<!ENTITY b SYSTEM "file:///etc/passwd">',
  ])
    expect(
      await problemOf(
        "a.xml",
        utf8(
          `<!DOCTYPE ClinicalDocument [${declared}]><ClinicalDocument xmlns="urn:hl7-org:v3"><title>&b;</title></ClinicalDocument>`,
        ),
      ),
    ).toMatchObject({
      code: "document-damaged",
      reason: "document-type",
    });
});
