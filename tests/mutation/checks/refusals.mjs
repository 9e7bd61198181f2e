// Refusals of the clinical record beside those of its own chapters: what is no day, no name, of another chart or of nobody, and who may not.

import { inFile } from "./in-file.mjs";

const features = "packages/vault/src/features";
const of = (/** @type {string} */ name) => ({ tests: [`tests/rules/${name}.test.ts`] });
/** @param {string} id @param {string} find @param {Partial<import("../checks.mjs").Check>} [more] */
const gone = (id, find, more) => ({ id: `refusals/${id}`, find, replace: "", ...more });

export const refusalChecks = [
  ...inFile(`${features}/administrative.ts`, of("administrative"), [
    gone("person-without-a-name", 'if (isBlank(name)) return fail(failure("name-empty"));'),
    gone(
      "born-on-no-day",
      'if (words.bornOn !== undefined && !isDay(words.bornOn)) return fail(failure("day-unfit"));',
    ),
    gone("person-of-another-chart", " || (id !== undefined && !(there && equalBytes(there, chart)))"),
    gone("face-sheet-of-no-day", 'if (!days.every(isDay)) return fail(failure("day-unfit"));'),
  ]),
  ...inFile(`${features}/enquiries.ts`, of("enquiries"), [
    gone("enquiry-without-a-name", 'if (name === "") return fail(failure("name-empty"));'),
    gone("enquiry-of-no-day", 'if (!isDay(asked)) return fail(failure("day-unfit"));'),
    gone("enquiry-by-role", ' || !mayCreate(role, "administrative")', of("changed-at-once")),
    gone(
      "enquiry-given-by-who-may",
      "places.length === 0 || !places.every((one) => mayChange(roster, keys.account, one, target.account))",
      {
        replace: "places.length === 0",
      },
    ),
    gone(
      "enquiry-left-with-nobody",
      'if (places.some((one) => isOnlyReader(state, one, keys.account))) return fail(failure("last-reader"));',
    ),
  ]),
  ...inFile(`${features}/moving.ts`, of("moving"), [
    gone("moved-into-another-chart", 'if (equalBytes(chart, old)) return fail(failure("chart-same"));'),
    gone("moved-whole", "all.length < rows.length || "),
  ]),
  ...inFile(`${features}/notes.ts`, of("note-forms"), [
    gone(
      "chart-that-was-destroyed",
      'if (chart && isDestroyed(opened, chart)) return fail(failure("chart-destroyed"));',
      of("destroy-chart"),
    ),
    gone("chart-without-a-name", 'if (isBlank(name)) return fail(failure("name-empty"));\n  const chart', {
      replace: "const chart",
    }),
    gone("chart-named-nothing", 'if (isBlank(name)) return fail(failure("name-empty"));\n  const revision', {
      replace: "const revision",
    }),
    gone("note-goes-on-in-its-chart", ' && equalBytes(existing["chart"] as Bytes, chart)'),
    gone("note-of-no-day", 'if (!isDay(request.date)) return fail(failure("day-unfit"));'),
    gone(
      "note-that-is-too-long",
      'if (bytes > limits.noteTextBytes) return fail(failure("text-too-long", { bytes, limit: limits.noteTextBytes }));',
    ),
    gone(
      "note-by-who-writes",
      'if (isOthers || !mayWrite(opened, chart, kind)) return fail(failure("not-entitled"));',
      { replace: "", ...of("member-rules") },
    ),
    gone("addendum-of-a-note", 'if (adds === undefined) return fail(failure("note-unknown"));', of("signing")),
    gone(
      "note-by-its-form",
      'if (request.form !== undefined && !isForm(request.form)) return fail(failure("template-unknown"));',
    ),
  ]),
  ...inFile(`${features}/save-template.ts`, of("note-forms"), [
    gone("template-that-is-known", " || (request.template !== undefined && !before)"),
    gone("template-is-one", 'if (isTwice || !parseRevision(next.revision)) return fail(failure("template-unfit"));'),
  ]),
  ...inFile(`${features}/snippets.ts`, of("note-forms"), [
    gone("snippet-is-one", 'if (!parseRevision(next.revision)) return fail(failure("snippet-unfit"));'),
  ]),
  ...inFile(`${features}/templates.ts`, of("note-forms"), [
    gone(
      "begun-by-a-known-template",
      'if (request.template !== undefined && !template) return fail(failure("template-unknown"));',
    ),
  ]),
  ...inFile(`${features}/signing.ts`, of("signing"), [
    gone("asked-to-change-with-words", 'if (words.trim() === "") return fail(failure("reason-empty"));'),
  ]),
  ...inFile(`${features}/disclosures.ts`, of("disclosures"), [
    gone("disclosure-is-one", 'if (!isFit(words)) return fail(failure("disclosure-unfit"));'),
    gone("disclosure-of-no-day", 'if (!isDay(words.on)) return fail(failure("day-unfit"));'),
  ]),
  ...inFile(`${features}/cases/cases.ts`, of("cases"), [
    gone("case-of-this-chart", " || (id !== undefined && !isSame)"),
  ]),
  ...inFile(`${features}/cases/office.ts`, of("cases"), [
    gone(
      "office-is-one",
      'if (!isRevision(revision) || (retention && !isDay(retention.on))) return fail(failure("case-unfit"));',
      of("retention"),
    ),
  ]),
  ...inFile(`${features}/cases/accounting.ts`, of("cases"), [
    gone("accounting-of-what-was-asked", ' || asked?.value.kind !== "accounting"'),
  ]),
  ...inFile(`${features}/destroying/chart.ts`, of("destroy-chart"), [
    gone(
      "reason-that-is-too-long",
      'if (bytes > destroyedReasonCharacters)\n    return fail(failure("text-too-long", { bytes, limit: destroyedReasonCharacters }));',
    ),
  ]),
  ...inFile(`${features}/files/documents.ts`, of("document-rules"), [
    gone("document-is-one", 'if (!next) return fail(failure("document-unfit"));'),
  ]),
  ...inFile(`${features}/files/seal.ts`, of("document-rules"), [
    gone(
      "file-of-a-note",
      'if (request.note !== undefined && !(note && opened.fold.note(note))) return fail(failure("note-unknown"));',
    ),
    gone(
      "file-that-is-too-large",
      'if (bytes > limits.attachmentBytes)\n    return fail(failure("attachment-too-large", { bytes, limit: limits.attachmentBytes }));',
      { tests: ["tests/hostile/attachment.test.ts"] },
    ),
    gone("file-with-what-it-is", 'if (document && !beside) return fail(failure("document-unfit"));'),
    gone("file-that-is-there", 'if (found.value && onlyNew) return fail(failure("attachment-there"));'),
  ]),
  ...inFile(`${features}/forms/acts.ts`, of("forms"), [
    gone("signed-with-a-name", 'if (name === "") return fail(failure("name-empty"));'),
    gone(
      "withdrawn-what-was-signed",
      'if (request.act === "withdrawn" && !acts.some((one) => one["act"] === "signed"))\n    return fail(failure("form-unsigned"));',
    ),
    gone(
      "withdrawn-with-words",
      'if (request.act === "withdrawn" && words === "") return fail(failure("reason-empty"));',
    ),
  ]),
  ...inFile(`${features}/forms/known.ts`, of("forms"), [
    gone("form-that-ends", " || !endsSoundly({ questionnaire, months, until, minor })"),
  ]),
  ...inFile(`${features}/forms/responses.ts`, of("forms"), [
    gone("answers-fit", 'if (unfit.length > 0) return fail(failure("answers-unfit"));'),
  ]),
];
