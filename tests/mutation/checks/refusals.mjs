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
    gone("signed-on-no-day", 'if (!isDay(request.on)) return fail(failure("day-unfit"));'),
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
    gone("form-that-is-known", ' || (request.form !== undefined && !fold.structuredRecord("form", record))'),
    gone("form-that-ends", " || !endsSoundly({ questionnaire, months, until, minor })"),
  ]),
  ...inFile(`${features}/forms/responses.ts`, of("forms"), [
    gone("answers-on-no-day", 'if (!isDay(request.on)) return fail(failure("day-unfit"));'),
    gone("answers-fit", 'if (unfit.length > 0) return fail(failure("answers-unfit"));'),
    gone(
      "answers-that-are-asked-for",
      'if (request.state === "completed" && missing.length > 0)\n    return fail(failure("answers-missing", { missing: missing.length }));',
    ),
    gone(
      "answers-of-known-ones",
      'if (request.response !== undefined && !before) return fail(failure("form-unknown"));',
    ),
  ]),
  ...inFile(`${features}/guides/own-chart.ts`, of("guides"), [
    gone("own-chart-on-no-day", 'if (!isDay(request.on)) return fail(failure("day-unfit"));'),
    gone("own-chart-of-a-fact-there", 'if (said.includes(undefined)) return fail(failure("fact-unknown"));'),
    gone("own-chart-without-a-name", 'if (isBlank(name)) return fail(failure("name-empty"));'),
    gone("own-chart-is-another", 'if (equalBytes(chart, several)) return fail(failure("chart-same"));'),
  ]),
  ...inFile(`${features}/measures/save.ts`, of("measures"), [
    gone("measure-of-tomorrow", 'if (date > tomorrow && !mistaken) return fail(failure("measure-not-yet"));'),
    gone("measure-on-no-day", " || !isDay(date)"),
    gone("result-is-one", 'return isResult(filled) ? ok() : fail(failure("measure-unfit"));', {
      replace: "return ok();",
    }),
  ]),
  ...inFile(`${features}/measures/known.ts`, of("measures"), [
    gone(
      "own-measure-is-one",
      'if (!parseMeasure(JSON.parse(words)) || utf8(words).length > maxBytes) return fail(failure("measure-unfit"));',
    ),
  ]),
  ...inFile(`${features}/codes.ts`, of("codes"), [
    gone("codes-with-a-name", 'if (file.problem === "name") return fail(failure("codes-name"));'),
  ]),
  ...inFile(`${features}/schedule/access.ts`, of("calendar"), [
    gone(
      "calendar-for-somebody-else",
      ' || equalBytes(target.account, keys.account)) return fail(failure("member-unknown"))',
      { replace: ') return fail(failure("member-unknown"))' },
    ),
    gone("calendar-given-by-who-may", 'if (!may) return fail(failure("not-entitled"));'),
    gone("calendar-ended-for-who-has-it", " || !isAmong(place.readers, target.account)) return", {
      replace: ") return",
    }),
    gone(
      "calendar-ended-by-who-may",
      "equalBytes(target.account, keys.account) || !mayChange(roster, keys.account, place, target.account)",
      { replace: "!place" },
    ),
  ]),
  ...inFile(`${features}/schedule/around.ts`, of("calendar"), [
    gone(
      "hours-are-hours",
      'if (!openZone(request.zone) || hours.length > 50 || !hours.every(isSpan)) return fail(failure("appointment-unfit"));',
    ),
    gone("room-with-a-name", 'if (name === "") return fail(failure("name-empty"));'),
  ]),
  ...inFile(`${features}/schedule/calendar-file.ts`, of("calendar"), [
    gone("file-of-some-days", " || length < 0 || length >= mostDays"),
  ]),
  ...inFile(`${features}/schedule/calendar.ts`, of("calendar"), [
    gone("calendar-of-some-days", " || length < 0 || length >= mostDays"),
  ]),
  ...inFile(`${features}/schedule/day-list.ts`, of("day-lists"), [gone("list-of-a-day", " || !isDay(day)")]),
  ...inFile(`${features}/schedule/plan.ts`, of("calendar"), [
    gone("series-from-its-start", 'if (!occursAtStart(said, rule)) return fail(failure("appointment-unfit"));'),
    gone(
      "marked-as-it-can-be",
      'if (!isFit || (cancelled && !(cancellers.includes(cancelled.by) && cancelled.reason.length <= longestText)))\n    return fail(failure("appointment-unfit"));',
    ),
    gone("planned-for-a-member", " || !opened.state.roster?.members.has(toHex(member))"),
    gone(
      "planned-for-a-chart",
      'if (plan.chart && (!chart || opened.fold.named(chart)?.["type"] !== "chart")) return fail(failure("chart-unknown"));',
    ),
    gone("appointment-is-one", 'if (!isFit) return fail(failure("appointment-unfit"));'),
    gone("goes-on-from-its-start", " || !occursAtStart(said, goesOn)"),
  ]),
];
