/** Letters in Spanish: usted, plain. A translation for understanding; of grounds what the case's kind says in Spanish. */

import { longDay } from "./day.ts";
import type { LetterWords } from "./english.ts";

export const spanish: LetterWords = {
  /** "1 de abril de 2026". */
  day: longDay("es-US"),
  ground: ({ letter, spanish: words }) => words ?? letter,
  asks: {
    access: "de ver su expediente o tener una copia",
    amendment: "de enmendar su expediente",
    accounting: "de una lista de aquellos a quienes divulgamos información sobre usted",
    restriction: "de que usemos o divulguemos menos información sobre usted",
    confidential: "de que nos comuniquemos con usted de otra manera o en otro lugar",
  },
  received: "Hemos recibido su solicitud",
  onWeReceived: (day, asked) => `El ${day} recibimos su solicitud ${asked}.`,
  whatYouAsked: "Esto es lo que pidió:",
  noWhy: "No tiene que decir por qué.",
  answerBy: (day) => `Tendrá nuestra respuesta a más tardar el ${day}.`,
  answerByOnce: (day) =>
    `Tendrá nuestra respuesta a más tardar el ${day}. La ley nos permite tomar más tiempo una vez, y no volveremos a pedirlo.`,
  answerSoon: "Pronto tendrá nuestra respuesta.",
  copyCosts: "Si una copia cuesta algo, antes de hacerla le diremos cuánto y le preguntaremos si todavía la quiere.",
  callUs: "Llámenos si algo de esto no es como usted lo pidió.",
  longer: "Su solicitud necesita más tiempo",
  notInTime: (day, asked) =>
    `El ${day} recibimos su solicitud ${asked}. No podemos responderla a tiempo, por esta razón:`,
  why: "Por qué",
  complain: "Si quiere presentar una queja",
  toUs: (who) => `Ante nosotros: ${who}.`,
  toSecretary:
    "Ante el Secretario del Departamento de Salud y Servicios Humanos de los EE. UU., a través de su Oficina de Derechos Civiles (Office for Civil Rights): 200 Independence Avenue SW, Washington, DC 20201; 1-800-368-1019; www.hhs.gov/ocr/complaints. Por escrito, dentro de los 180 días desde que usted lo supo.",
  noWorse: (practice) => `${practice} no le dará un trato peor por presentar una queja.`,
  record: "Su expediente",
  recordGranted: "La concedemos. Puede ver su expediente o tener una copia en la forma que pidió.",
  notesApart:
    "Las notas de psicoterapia, si las hay, se guardan aparte del expediente y no forman parte de este derecho (45 CFR 164.524(a)(1)(i)).",
  recordPart: "Su expediente: una parte",
  recordRequest: "Su solicitud de su expediente",
  partGiven: "Concedemos una parte y negamos el resto. Recibe lo que se puede entregar.",
  partDenied: "Concedemos una parte y negamos el resto.",
  denied: "La negamos.",
  review: "Puede pedir una revisión",
  reviewer:
    "Escríbanos o llámenos, y la revisará otro profesional de la salud con licencia que no participó en esta decisión. Le informaremos por escrito lo que decida, y lo cumpliremos (45 CFR 164.524(a)(4), (d)(4)).",
  amended: "Su expediente se ha enmendado",
  amendedHow:
    "La concedemos. Lo que se escribió antes queda como se escribió; la enmienda se le añade, y quien lee lo uno lee lo otro.",
  whomToTell: "¿A quién debemos avisar?",
  tellUsWho:
    "Díganos quién debe saberlo y que está de acuerdo en que le avisemos. También avisamos a quienes, hasta donde sabemos, tienen lo que se enmendó y pueden basarse en ello.",
  amendRequest: "Su solicitud de enmendar su expediente",
  disagree: "Puede expresar su desacuerdo",
  disagreeHow:
    "Puede darnos una declaración por escrito que diga que no está de acuerdo y por qué. Envíela o tráigala a la dirección de arriba. Queda con su expediente y lo acompaña siempre que se divulgue esta parte. Podemos escribir una respuesta, de la que usted recibe una copia.",
  goesAlong:
    "Si no envía una declaración, puede pedir que su solicitud y esta carta acompañen al expediente siempre que se divulgue esta parte.",
  rebuttal: "Nuestra respuesta a su declaración",
  disclosures: "Divulgaciones de información sobre usted",
  listComes: "La concedemos. La lista viene con esta carta.",
  disclosuresPart: "Divulgaciones de información sobre usted: una parte",
  listNow: "La lista que podemos darle ahora viene con esta carta.",
  restricted: "Aceptamos su restricción",
  paidInFull:
    "La concedemos. Lo que usted pagó por completo no lo divulgamos a su plan de salud para pagos ni para sus operaciones, a menos que una ley lo exija.",
  keepTo:
    "La concedemos y la respetamos desde ahora. En una emergencia podemos divulgar lo necesario para atenderle, y pedimos a quien lo reciba que no lo divulgue más.",
  endIt: "Puede terminarla cuando nos lo diga.",
  restrictionRequest: "Su solicitud de una restricción",
  agreePart: "Aceptamos una parte, y no el resto.",
  notAgree: "No la aceptamos.",
  always:
    "Hay una restricción que siempre aceptamos: que su plan de salud no se entere de un servicio que usted pagó por completo. Si es eso lo que quiere, díganoslo.",
  reachNow: "Cómo nos comunicamos con usted desde ahora",
  nobodyAsks: "Así lo hacemos desde ahora. Nadie aquí le preguntará por qué.",
  tellChange: "Díganos cuando cambie.",
  reachHow: "Cómo podemos comunicarnos con usted",
  reachPart: "Podemos hacer una parte de lo que pide, y no el resto.",
  reachNot: "No podemos hacerlo como lo pide.",
  accounting: "Informe de divulgaciones",
  between: (asked, from) =>
    `El ${asked} usted preguntó a quién divulgamos información sobre usted. Esto es lo que divulgamos entre el ${from} y el ${asked}.`,
  nothing: "En este período no se divulgó nada de lo que la ley cuenta aquí.",
  columns: ["Día", "A quién", "Qué", "Por qué"],
  notInIt:
    "No incluye las divulgaciones para tratamiento, pago y operaciones de atención médica, las hechas a usted, las que usted autorizó y otras que menciona 45 CFR 164.528(a)(1).",
  free: "La primera lista en doce meses es gratuita.",
  notFree:
    "Usted tuvo otra lista en los últimos doce meses; por una más la ley nos permite cobrar lo que nos cuesta, después de decirle cuánto.",
  regards: "Atentamente,",
};
