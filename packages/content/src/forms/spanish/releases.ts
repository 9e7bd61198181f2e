/** Authorisations by 45 CFR 164.508, in Spanish: each element and statement has its place by `linkId`, as in English. */

import { releaseOfInformation, releasePsychotherapyNotes } from "../releases.ts";
import { inSpanish } from "../translated.ts";
import { client } from "./client.ts";

const shared = {
  ...client,
  recipient: "A quién",
  "recipient-name": "Nombre de la persona o institución",
  "recipient-reach": "Dirección, teléfono o fax",
  purpose: "Para qué",
  "purpose-is": "Propósito",
  "purpose-is.request": "A petición mía",
  "purpose-is.legal": "Para un asunto legal",
  ending: "Hasta cuándo",
  "ends-on": "Último día en que vale",
  "ends-event": "O antes, cuando ocurra esto",
  statements: "Lo que debe saber",
  "statement-revoke":
    "Puede retirar esta autorización en cualquier momento, por escrito, con una carta o un mensaje a {practice}. Entonces termina para todo lo que todavía no ha ocurrido; lo que ya se entregó con base en ella, entregado queda. Nuestro aviso de prácticas de privacidad dice lo mismo.",
  "statement-redisclosure":
    "Quien reciba esta información puede estar sujeto a otras reglas, o a ninguna. Podría pasarla a otros, y entonces quizá ya no la proteja la norma federal de privacidad. La ley de su estado y, para el tratamiento por uso de sustancias, 42 CFR Parte 2, pueden protegerla más.",
  "statement-copy": "Usted recibe una copia de lo que firmó.",
  signer: "Quién firma",
  "signs-as": "Usted firma",
  "signs-as.client": "en su propio nombre",
  "signs-as.representative":
    "en nombre de la persona atendida, como padre, madre, tutor, tutora o representante personal",
  authority: "Qué le da derecho a actuar en su nombre",
} as const;

const information = inSpanish(releaseOfInformation, {
  title: "Autorización para divulgar información",
  agrees: "Autorizo lo que está escrito aquí, por mi propia voluntad.",
  words: {
    ...shared,
    information: "Qué",
    what: "Qué información, de modo que otra persona sepa exactamente cuál",
    "what.attendance": "Que viene aquí, y cuándo",
    "what.diagnosis": "Diagnóstico",
    "what.plan": "Plan de tratamiento",
    "what.summary": "Un resumen del tratamiento",
    "what.progress-notes": "Notas de evolución",
    "what.measures": "Resultados de cuestionarios y pruebas",
    "what.medication": "Medicamentos",
    "what.bills": "Cobros y pagos",
    period: "De qué fecha a qué fecha, si no es todo",
    "includes-substances": "Incluye tratamiento por uso de sustancias",
    "part-two":
      "Los expedientes de un programa sujeto a 42 CFR Parte 2 necesitan un consentimiento que mencione esa parte. Pregunte antes de contar con este formulario para ellos.",
    "not-notes":
      "Las notas de psicoterapia, que su terapeuta guarda aparte, nunca forman parte de esto. Necesitan una autorización propia.",
    direction: "De quién",
    "direction-is": "Usted autoriza a {practice} a",
    "direction-is.give": "entregarla",
    "direction-is.get": "recibirla",
    "direction-is.both": "intercambiarla en ambos sentidos",
    discloser: "Quién la entrega: persona, institución o tipo de personas",
    "purpose-is.care": "Para coordinar mi atención",
    "purpose-is.insurance": "Para un seguro o prestaciones",
    "purpose-is.school": "Para la escuela o el trabajo",
    "statement-condition":
      "No tiene que firmar. Que se le atienda aquí, lo que paga y aquello a lo que tiene derecho no dependen de esta firma, salvo cuando el tratamiento se hace solo para producir información para otra persona, como un examen para un tribunal.",
  },
});

const notes = inSpanish(releasePsychotherapyNotes, {
  title: "Autorización para notas de psicoterapia",
  agrees: "Autorizo que estas notas de psicoterapia se entreguen como está escrito aquí, por mi propia voluntad.",
  words: {
    ...shared,
    information: "Qué notas",
    "notes-are":
      "Las notas de psicoterapia son lo que su terapeuta escribe para sí sobre lo que se dijo en una sesión, y se guardan aparte de su expediente. La ley no le da derecho a verlas, los seguros no pueden exigirlas como condición, y solo se entregan con este formulario o cuando la ley nos lo permite u obliga.",
    discloser: "Notas de qué terapeuta",
    what: "Qué notas exactamente: de qué período, sobre qué",
    "purpose-is.care": "Para el tratamiento con otra persona",
    "statement-condition":
      "No tiene que firmar. El tratamiento, el pago, la inscripción y las prestaciones no dependen de esto: nadie puede hacerlos depender de las notas de psicoterapia.",
  },
});

export const releases = { information, notes } as const;
