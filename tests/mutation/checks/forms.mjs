// Forms: where their answers belong, what is signed over what, and who may.

import { inFile } from "./in-file.mjs";

const forms = "packages/vault/src/features/forms";
const rules = "tests/rules/forms.test.ts";
const hostile = "tests/hostile/signed-forms.test.ts";

export const formChecks = [
  ...inFile("packages/records/src/forms/questionnaire.ts", { tests: [rules] }, [
    {
      id: "forms/a-no-that-speaks-of-danger",
      find: "? answer === false",
      replace: "? answer === true",
      titles: "FRM-11",
    },
  ]),
  ...inFile(`${forms}/open-forms.ts`, { tests: [rules] }, [
    {
      id: "forms/danger-is-asked-of-all-who-treat",
      find: "...toRead(opened, since)]",
      replace: "]",
      titles: "FRM-11",
    },
  ]),
  ...inFile("packages/vault/src/views/homes.ts", { tests: [hostile] }, [
    {
      id: "forms/answers-with-the-notes",
      find: 'if (revision.type === "form-response" && kind === "administrative") return revision.belongs === "administrative";',
      replace: "",
      titles: "FRM-3 REC-5",
    },
    {
      id: "forms/stay-what-they-are",
      find: 'before["what"] === whatIs(revision) &&\n    (isBetween || isSame(before["compartment"], compartment))',
      replace: "true",
      titles: "FRM-3 REC-5",
    },
  ]),
  ...inFile("packages/vault/src/views/lists/forms.ts", { tests: [hostile] }, [
    {
      id: "forms/acts-beside-their-form",
      find: "AND (r.compartment IS NULL OR r.compartment IN (SELECT compartment FROM revisions WHERE record = ?))",
      replace: "AND ? IS NOT NULL",
      titles: "FRM-6 what lies in another",
    },
  ]),
  ...inFile(`${forms}/acts.ts`, { tests: [rules] }, [
    {
      id: "forms/sign-what-was-read",
      find: 'if (!seen || other || toHex(seen["revision"] as Bytes) !== request.revision) return fail(failure("form-changed"));',
      replace: 'if (!seen) return fail(failure("form-changed"));',
      titles: "FRM-5 what was not read",
    },
    {
      id: "forms/sign-what-is-completed",
      find: 'if (said.state !== "completed" || said.signatures === 0) return fail(failure("form-unfinished"));',
      replace: "",
      titles: "FRM-2 what is not finished",
    },
    {
      id: "forms/confirm-what-one-saw",
      find: 'if (!act.isYours || (act.holds !== "waits" && act.holds !== "not-theirs")) continue;',
      replace: 'if (act.holds !== "waits" && act.holds !== "not-theirs") continue;',
      titles: "FRM-6 without a network",
    },
    {
      id: "forms/withdrawn-stays",
      find: 'if (acts.some((one) => one["act"] === "withdrawn")) return fail(failure("form-withdrawn"));',
      replace: "",
      titles: "FRM-8",
    },
    {
      id: "forms/changed-after-signing",
      find: 'isOfNow: standing.length === 1 && equalBytes(standing[0]?.["revision"] as Bytes, version),',
      replace: "isOfNow: true,",
      titles: "FRM-7",
    },
  ]),
  ...inFile(`${forms}/acts.ts`, { tests: [hostile] }, [
    {
      id: "forms/over-a-version-of-this-form",
      find: 'if (!signedOver || !equalBytes(signedOver["record"] as Bytes, response)) return "elsewhere";',
      replace: "",
      titles: "FRM-5 FRM-6 a signature over",
    },
    {
      id: "forms/over-these-answers",
      find: 'if (!opened || !equalBytes(hash(encodeRevision(opened)), content)) return "other-words";',
      replace: "",
      titles: "FRM-5 FRM-6 a signature over",
    },
    {
      id: "forms/key-verified",
      find: 'if (theirs.some((one) => one.broken === undefined)) return "yes";',
      replace: 'if (theirs.length > 0) return "yes";',
      titles: "FRM-5 FRM-6 a signature over",
    },
    {
      id: "forms/one-signs-ones-own-words",
      find: 'const seen = view.fold.revision(written["revision"] as Bytes);',
      replace: 'const [seen] = view.fold.standing(written["record"] as Bytes);',
      titles: "FRM-6 who writes over an act",
    },
    {
      id: "forms/signed-by-its-writer",
      find: "over.filter((one) => one.account === toHex(writerOf(view, row)))",
      replace: "over",
      titles: "FRM-6 an act is signed by whoever",
    },
  ]),
  ...inFile(`${forms}/heads.ts`, { tests: [hostile] }, [
    {
      id: "forms/listed-by-its-writer",
      find: '        equalBytes(one["account"] as Bytes, writer) &&\n',
      replace: "",
      titles: "FRM-6 an act is signed by whoever",
    },
  ]),
  ...inFile(`${forms}/responses.ts`, { tests: [rules] }, [
    {
      id: "forms/locked-once-signed",
      find: 'if (view.fold.formActsOf(record).length > 0) return fail(failure("form-signed"));',
      replace: "",
      titles: "FRM-7",
    },
    {
      id: "forms/version-that-is-offered",
      find: "return offered?.version === version ? filled(opened, view, chart, offered) : undefined;",
      replace: "return offered ? filled(opened, view, chart, offered) : undefined;",
      titles: "FRM-1 FRM-4 a form of the practice's own",
    },
    {
      id: "forms/writers-only",
      find: 'if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));',
      replace: "",
      titles: "FRM-3 what is told",
    },
  ]),
  ...inFile("packages/vault/src/methods/forms.ts", { tests: [rules] }, [
    {
      id: "forms/closed-with-the-guard",
      find: 'return within(running, chart) ? work(running) : fail(failure("guard-closed"));',
      replace: "return work(running);",
      titles: "FRM-3 while a chart is guarded",
    },
  ]),
];
