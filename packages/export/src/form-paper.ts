/** A form that was filled in, with who signed it and took it back, as it stands on paper. */

import type { Block, Paper } from "@alcove/pdf";
import { type Answers, askedOf, type Form, isQuestion, sayAnswer } from "@alcove/records/forms";

export type FormToPrint = {
  readonly practice: string;
  readonly asked: Form;
  readonly answers: Answers;
  readonly on: string;
  readonly ends?: string | undefined;
  readonly isUnfinished: boolean;
  readonly acts: readonly {
    readonly act: "signed" | "withdrawn";
    readonly name: string;
    readonly as: string;
    readonly words: string;
    readonly on: string;
    /** When it was written down, in milliseconds since 1970. */
    readonly at: number;
    /** The member in whose presence it was. */
    readonly by: string;
    /** Hash of all that was signed, in hex. */
    readonly content: string;
    readonly holds: "yes" | "waits" | "not-theirs" | "elsewhere" | "other-words";
    readonly isOfNow: boolean;
  }[];
};

const words = {
  en: {
    of: "Filled in on",
    ends: "Holds until",
    unfinished: "This form is not finished.",
    none: "not answered",
    yesNo: ["Yes", "No"],
    signatures: "Signatures",
    unsigned: (n: number) => `Signed by nobody. It asks for ${n === 1 ? "one signature" : `${n} signatures`}.`,
    acts: { signed: "Signed by", withdrawn: "Withdrawn by" },
    said: { signed: "Agreed to", withdrawn: "How it came" },
    day: "Day",
    shown: ["Language shown", "English"],
    before: "In the presence of",
    written: "Written down",
    content: "SHA-256 of what was signed",
    state: "State",
    changed: "The form was changed after this signature, which does not cover what stands above.",
    holds: {
      yes: "Holds: signed with the key of whom it names as present",
      waits: "Not confirmed yet with the key of whom it names as present",
      "not-theirs": "DOES NOT HOLD: the key is another’s",
      elsewhere: "DOES NOT HOLD: it is over something else",
      "other-words": "DOES NOT HOLD: it is over other words",
    },
    about:
      "A name under a form was typed in the presence of the member named with it, whose key signed the questions and answers in the practice’s records; there it is verified, by the SHA-256 above. The signature of this file itself was made with a key for this file alone: it shows whether the file was changed since, and not who made it.",
  },
  es: {
    of: "Fecha",
    ends: "Vale hasta",
    unfinished: "Este formulario no está terminado.",
    none: "sin respuesta",
    yesNo: ["Sí", "No"],
    signatures: "Firmas",
    unsigned: (n: number) => `Sin firma. Pide ${n === 1 ? "una firma" : `${n} firmas`}.`,
    acts: { signed: "Firmado por", withdrawn: "Retirado por" },
    said: { signed: "Aceptó", withdrawn: "Cómo llegó" },
    day: "Día",
    shown: ["Idioma mostrado", "español"],
    before: "En presencia de",
    written: "Anotado",
    content: "SHA-256 de lo firmado",
    state: "Estado",
    changed: "El formulario se cambió después de esta firma, que no cubre lo que consta arriba.",
    holds: {
      yes: "Vale: firmado con la clave de quien consta como presente",
      waits: "Aún sin confirmar con la clave de quien consta como presente",
      "not-theirs": "NO VALE: la clave es de otra persona",
      elsewhere: "NO VALE: es sobre otra cosa",
      "other-words": "NO VALE: es sobre otras palabras",
    },
    about:
      "El nombre bajo un formulario se escribió en presencia de la persona que consta con él, cuya clave firmó preguntas y respuestas en el expediente del consultorio; allí se verifica, por el SHA-256 de arriba. La firma de este archivo se hizo con una clave solo para este archivo: muestra si se cambió después, y no quién lo hizo.",
  },
} as const;

export function formPaper(form: FormToPrint): Paper {
  const { practice, asked, on, ends, isUnfinished, acts } = form;
  const { title, language } = asked.questionnaire;
  const say = words[language];
  const dates: Row[] = [[say.of, on], ...(ends === undefined ? [] : [[say.ends, ends] as const])];
  const signs = asked.signatures > 0 || acts.length > 0;
  return {
    title,
    language,
    from: practice === "" ? [] : [practice],
    foot: [practice, title, on].filter((part) => part !== "").join(", "),
    blocks: [
      { kind: "facts", rows: dates },
      ...(isUnfinished ? [{ kind: "paragraph", text: say.unfinished } as const] : []),
      ...answerBlocks(form),
      ...(signs ? [{ kind: "heading", level: 1, text: say.signatures } as const] : []),
      ...(signs && acts.length === 0 ? [{ kind: "paragraph", text: say.unsigned(asked.signatures) } as const] : []),
      ...acts.flatMap((act) => actBlocks(act, say)),
      ...(acts.length > 0 ? [{ kind: "paragraph", text: say.about, quiet: true } as const] : []),
    ],
  };
}

type Row = readonly [string, string];

/** Questions that stand next to each other are rows of one table. */
function answerBlocks({ asked: { questionnaire }, answers }: FormToPrint): Block[] {
  const say = words[questionnaire.language];
  const blocks: Block[] = [];
  let rows: Row[] = [];
  const endRows = () => {
    if (rows.length > 0) blocks.push({ kind: "facts", rows });
    rows = [];
  };
  for (const item of askedOf(questionnaire, answers)) {
    if (isQuestion(item)) {
      const value = answers[item.linkId];
      rows.push([item.text, value === undefined ? say.none : sayAnswer(item, value, say.yesNo)]);
      continue;
    }
    endRows();
    blocks.push(
      item.type === "group" ? { kind: "heading", level: 2, text: item.text } : { kind: "paragraph", text: item.text },
    );
  }
  endRows();
  return blocks;
}

function actBlocks(one: FormToPrint["acts"][number], say: (typeof words)[keyof typeof words]): Block[] {
  const { act, name, as, by, on, at, content, holds } = one;
  const rows: Row[] = [
    [say.acts[act], as === "" ? name : `${name} (${as})`],
    [say.said[act], one.words],
    [say.day, on],
    say.shown,
    [say.before, by],
    [say.written, `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`],
    [say.content, content],
    [say.state, say.holds[holds]],
  ];
  const changed = act === "signed" && !one.isOfNow;
  return [{ kind: "facts", rows }, ...(changed ? [{ kind: "paragraph", text: say.changed } as const] : [])];
}
