/** What a client may ask of the practice: 45 CFR 164.522, 164.524, 164.526, 164.528. */

import { answersOfRights, fromMemory, type RightsCase, read, yourState } from "./shapes.ts";

const identity = {
  id: "identity",
  words: "See that they are who they say, or may act for the client, and write down how.",
  source: fromMemory("45 CFR 164.514(h)"),
} as const;

export const rights: readonly RightsCase[] = [
  {
    kind: "access",
    name: "Access to the record",
    group: "rights",
    says: "The client asks to see the record or to have a copy. Psychotherapy notes are not part of this right.",
    clock: { by: "days", days: 30, extension: 30, source: read("45 CFR 164.524(b)(2)") },
    steps: [
      identity,
      {
        id: "form",
        words: "Ask which records they want, and in which form: paper, a file, to look at them here.",
        source: read("45 CFR 164.524(c)(2)"),
      },
      {
        id: "state-clock",
        words: "Ask whether your State gives less time, or sets what a copy may cost.",
        source: yourState("State law that gives the client more comes first: 45 CFR 160.203(b)"),
      },
      {
        id: "leave-out",
        words: "Leave out psychotherapy notes, and what was put together for a legal proceeding.",
        source: read("45 CFR 164.524(a)(1)"),
      },
      {
        id: "others",
        words:
          "Look for other people in it: a partner or a family in the same record, and what somebody told in confidence.",
        source: read("45 CFR 164.524(a)(2)(v), (a)(3)(ii)"),
      },
      {
        id: "fee",
        words: "Say beforehand what a copy costs: the work of copying, supplies, postage, and nothing else.",
        source: read("45 CFR 164.524(c)(4)"),
      },
      {
        id: "give",
        words: "Give what can be given, also where a part is denied, and write why the rest is not.",
        source: read("45 CFR 164.524(d)(1)"),
      },
    ],
    grounds: [
      {
        id: "psychotherapy-notes",
        words: "They are psychotherapy notes.",
        letter: "The law does not give a right to see psychotherapy notes, which are kept apart from the record.",
        spanish: "La ley no da derecho a ver las notas de psicoterapia, que se guardan aparte del expediente.",
        review: false,
        source: read("45 CFR 164.524(a)(1)(i), (a)(2)(i)"),
      },
      {
        id: "legal-proceeding",
        words: "They were put together for a legal proceeding.",
        letter: "This information was put together for a legal proceeding, or in expectation of one.",
        spanish: "Esta información se reunió para un proceso legal, o en previsión de uno.",
        review: false,
        source: read("45 CFR 164.524(a)(1)(ii), (a)(2)(i)"),
      },
      {
        id: "in-confidence",
        words: "Somebody who is no provider told it in confidence, and it would show who.",
        letter:
          "Somebody other than a health care provider gave us this information in confidence, and showing it would be likely to reveal who that was.",
        spanish:
          "Alguien que no es proveedor de atención médica nos dio esta información en confianza, y mostrarla probablemente revelaría quién fue.",
        review: false,
        source: fromMemory("45 CFR 164.524(a)(2)(v)"),
      },
      {
        id: "inmate",
        words: "An inmate’s copy would put somebody’s safety at risk.",
        letter:
          "A copy for somebody in custody would put health, safety, security or rehabilitation at risk, of you or of others.",
        spanish:
          "Una copia para una persona bajo custodia pondría en riesgo la salud, la seguridad, el orden o la rehabilitación, suya o de otras personas.",
        review: false,
        source: read("45 CFR 164.524(a)(2)(ii)"),
      },
      {
        id: "research",
        words: "It is of research that goes on, and they agreed to wait.",
        letter:
          "It belongs to research that includes your treatment and still goes on; when you agreed to take part, you agreed to wait until it ends.",
        spanish:
          "Pertenece a una investigación que incluye su tratamiento y todavía sigue; cuando aceptó participar, aceptó esperar hasta que termine.",
        review: false,
        source: read("45 CFR 164.524(a)(2)(iii)"),
      },
      {
        id: "danger",
        words: "A licensed professional judges it likely to endanger somebody’s life or physical safety.",
        letter:
          "A licensed health care professional judges that seeing it is reasonably likely to endanger the life or physical safety of you or of somebody else.",
        spanish:
          "Un profesional de la salud con licencia considera razonablemente probable que verla ponga en peligro la vida o la seguridad física de usted o de otra persona.",
        review: true,
        source: read("45 CFR 164.524(a)(3)(i)"),
      },
      {
        id: "other-person",
        words: "It speaks of another person, and would be likely to do them substantial harm.",
        letter:
          "It speaks of another person who is not a health care provider, and a licensed health care professional judges that seeing it is reasonably likely to do that person substantial harm.",
        spanish:
          "Habla de otra persona que no es proveedora de atención médica, y un profesional de la salud con licencia considera razonablemente probable que verla le cause un daño considerable a esa persona.",
        review: true,
        source: read("45 CFR 164.524(a)(3)(ii)"),
      },
      {
        id: "representative",
        words: "A personal representative asks, and it would be likely to do substantial harm.",
        letter:
          "The request comes from a personal representative, and a licensed health care professional judges that giving it to them is reasonably likely to do substantial harm to the client or to somebody else.",
        spanish:
          "La solicitud viene de un representante personal, y un profesional de la salud con licencia considera razonablemente probable que entregársela cause un daño considerable a la persona atendida o a otra persona.",
        review: true,
        source: read("45 CFR 164.524(a)(3)(iii)"),
      },
    ],
    outcomes: answersOfRights,
    letters: ["acknowledgement", "extension", "decision"],
    gives: { basis: "client", purpose: "The client asked for it (45 CFR 164.524)" },
  },
  {
    kind: "amendment",
    name: "Amendment of the record",
    group: "rights",
    says: "The client asks that something in the record be corrected or added. Nothing that was written is ever changed: what is granted is added to it.",
    clock: { by: "days", days: 60, extension: 30, source: read("45 CFR 164.526(b)(2)") },
    steps: [
      identity,
      {
        id: "reason",
        words: "Ask in writing what is wrong and why, where you have said beforehand that you do.",
        source: read("45 CFR 164.526(b)(1)"),
      },
      {
        id: "author",
        words: "Ask the author of the note whether it is accurate and complete.",
        source: read("45 CFR 164.526(a)(2)(iv)"),
      },
      {
        id: "add",
        words: "Granted: write an addendum to the note. The signed note stays as it is.",
        source: read("45 CFR 164.526(c)(1)"),
      },
      {
        id: "tell-others",
        words: "Granted: ask whom the client wants told, and tell them and whoever relies on it.",
        source: fromMemory("45 CFR 164.526(c)(2), (c)(3)"),
      },
      {
        id: "attach",
        words: "Denied: keep request, denial, any statement of disagreement and your answer with the record.",
        source: read("45 CFR 164.526(d)(4)"),
      },
    ],
    grounds: [
      {
        id: "not-created",
        words: "Somebody else created it, who can still be asked.",
        letter: "We did not create this part of the record. Whoever created it can be asked.",
        spanish: "No creamos esta parte del expediente. Puede pedírselo a quien la creó.",
        review: false,
        source: read("45 CFR 164.526(a)(2)(i)"),
      },
      {
        id: "not-in-the-record",
        words: "It is not part of the designated record set.",
        letter: "It is not part of the record that this right is about.",
        spanish: "No forma parte del expediente al que se refiere este derecho.",
        review: false,
        source: read("45 CFR 164.526(a)(2)(ii)"),
      },
      {
        id: "no-access",
        words: "The client could not see it under 164.524, as psychotherapy notes.",
        letter: "It is information that the law gives no right to see, such as psychotherapy notes.",
        spanish: "Es información que la ley no da derecho a ver, como las notas de psicoterapia.",
        review: false,
        source: read("45 CFR 164.526(a)(2)(iii)"),
      },
      {
        id: "accurate",
        words: "It is accurate and complete.",
        letter: "We looked at it again, and hold it to be accurate and complete.",
        spanish: "La revisamos de nuevo y consideramos que es exacta y completa.",
        review: false,
        source: read("45 CFR 164.526(a)(2)(iv)"),
      },
    ],
    outcomes: answersOfRights,
    letters: ["acknowledgement", "extension", "decision"],
  },
  {
    kind: "accounting",
    name: "Accounting of disclosures",
    group: "rights",
    says: "The client asks to whom the practice gave information in the six years before. The first in twelve months is free.",
    clock: { by: "days", days: 60, extension: 30, source: read("45 CFR 164.528(c)(1)") },
    steps: [
      identity,
      {
        id: "period",
        words: "Ask for which time: six years back, or less if they want less.",
        source: read("45 CFR 164.528(a)(1)"),
      },
      {
        id: "list",
        words:
          "Look through the list: reports, court papers, boards, warnings and what was sent to the wrong person belong in it. Treatment, payment, operations and what the client authorized do not.",
        source: read("45 CFR 164.528(a)(1)"),
      },
      {
        id: "suspended",
        words:
          "Ask whether a board or the police has asked in writing that a disclosure to them be left out for a time.",
        source: read("45 CFR 164.528(a)(2)"),
      },
      {
        id: "fee",
        words: "First in twelve months: free. A further one: say the cost beforehand, and let them withdraw it.",
        source: fromMemory("45 CFR 164.528(c)(2)"),
      },
    ],
    grounds: [
      {
        id: "suspended",
        words: "An agency asked that a disclosure to it be left out for a time.",
        letter:
          "For a time that an agency has named, the law suspends the right to be told of certain disclosures. You can ask again later.",
        spanish:
          "Por un tiempo que ha fijado una agencia, la ley suspende el derecho a que se le informe de ciertas divulgaciones. Puede volver a preguntar más adelante.",
        review: false,
        source: read("45 CFR 164.528(a)(2)"),
      },
    ],
    outcomes: answersOfRights,
    letters: ["acknowledgement", "extension", "decision", "accounting"],
  },
  {
    kind: "restriction",
    name: "Restriction",
    group: "rights",
    says: "The client asks that something be used or passed on less. You need not agree, but for one: a health plan does not hear of what was paid in full out of pocket.",
    clock: { by: "at-once", source: fromMemory("45 CFR 164.522(a) sets no time: answer before anything is passed on") },
    steps: [
      identity,
      {
        id: "what",
        words: "Write down what is not to go to whom.",
        source: read("45 CFR 164.522(a)(1)(i)"),
      },
      {
        id: "paid-in-full",
        words:
          "Ask whether it is about a health plan and a service paid in full out of pocket: then it must be granted.",
        source: read("45 CFR 164.522(a)(1)(vi)"),
      },
      {
        id: "tell-biller",
        words: "Granted: tell whoever bills, and mark the services.",
        source: read("45 CFR 164.522(a)(1)(iii), (vi)"),
      },
    ],
    grounds: [
      {
        id: "not-agreed",
        words: "The practice does not agree; the rule lets it choose.",
        letter: "We have thought about what you ask and cannot agree to it. The law leaves this choice to us.",
        spanish: "Hemos pensado en lo que pide y no podemos aceptarlo. La ley nos deja esta decisión a nosotros.",
        review: false,
        source: read("45 CFR 164.522(a)(1)(ii)"),
      },
    ],
    outcomes: answersOfRights,
    letters: ["acknowledgement", "decision"],
  },
  {
    kind: "confidential",
    name: "Confidential communications",
    group: "rights",
    says: "The client asks to be reached another way or at another place. What is reasonable is granted. Do not ask why.",
    clock: {
      by: "at-once",
      source: fromMemory("45 CFR 164.522(b) sets no time: it counts from the next letter or call"),
    },
    steps: [
      {
        id: "where",
        words: "Write down how and where they want to be reached. You may not ask for a reason.",
        source: read("45 CFR 164.522(b)(1)(i), (b)(2)(iii)"),
      },
      {
        id: "payment",
        words: "You may ask how payment is then handled, and for the other address.",
        source: read("45 CFR 164.522(b)(2)(ii)"),
      },
      {
        id: "reach",
        words: "Granted: change how they may be reached, under People of the chart. Letters and calls go by it.",
        source: read("45 CFR 164.522(b)(1)(i)"),
      },
    ],
    grounds: [
      {
        id: "unreasonable",
        words: "What they ask can’t reasonably be done.",
        letter: "We can’t reasonably do what you ask. Please tell us another way in which we can reach you.",
        spanish: "No podemos razonablemente hacer lo que pide. Por favor díganos otra forma de comunicarnos con usted.",
        review: false,
        source: read("45 CFR 164.522(b)(1)(i)"),
      },
      {
        id: "no-other-way",
        words: "They named no other address or way, or not how payment is handled.",
        letter:
          "We still need to know by what other way or at what address we can reach you, and how payment is handled.",
        spanish:
          "Todavía necesitamos saber de qué otra forma o en qué dirección podemos comunicarnos con usted, y cómo se manejará el pago.",
        review: false,
        source: read("45 CFR 164.522(b)(2)(ii)"),
      },
    ],
    outcomes: answersOfRights,
    letters: ["acknowledgement", "decision"],
  },
];
