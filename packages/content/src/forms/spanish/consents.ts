/** What is agreed before treatment, in Spanish. */

import {
  consentMessages,
  consentMinor,
  consentMinorBoth,
  consentTelehealth,
  consentTherapy,
  coupleNoSecrets,
  noticeAcknowledgement,
} from "../consents.ts";
import { inSpanish } from "../translated.ts";
import { client } from "./client.ts";

const therapy = inSpanish(consentTherapy, {
  title: "Consentimiento para psicoterapia",
  agrees:
    "He leído este documento, he podido hacer mis preguntas y acepto recibir psicoterapia. Puedo terminarla en cualquier momento.",
  words: {
    ...client,
    therapy: "Qué es la terapia",
    "therapy-is":
      "Hablamos de lo que le preocupa y lo trabajamos en conjunto. Empezamos por ver qué quiere cambiar, acordamos un plan y lo revisamos de vez en cuando. El tiempo que toma varía; pregunte cuando quiera cómo va.",
    "therapy-risk":
      "La terapia ayuda muchas veces, pero nadie puede prometer que así será. Hablar de cosas difíciles puede hacer que se sienta peor por un tiempo, y los cambios también los puede notar la gente a su alrededor. Hay otros caminos, entre ellos otros tipos de terapia, medicación, grupos o esperar.",
    therapist: "Su terapeuta",
    approach: "Con qué pensamos empezar y cada cuánto nos vemos",
    supervised: "Su terapeuta trabaja bajo supervisión",
    supervisor: "Nombre y licencia de quien supervisa",
    confidence: "Lo que queda entre nosotros y lo que no",
    "confidence-is":
      "Lo que usted dice es confidencial. Sin su permiso por escrito, nadie fuera de {practice} se entera de que usted viene ni de lo que dice, salvo lo que la ley exige o permite.",
    "confidence-limits":
      "Es posible que tengamos que avisar a alguien: cuando se maltrata o se descuida a un menor, a una persona mayor o a una persona adulta dependiente; cuando usted u otra persona está en grave peligro; cuando lo ordena un tribunal. La ley de su estado dice en qué casos. Siempre que podamos, hablaremos primero con usted.",
    "confidence-inside":
      "Dentro de {practice}, solo quienes le atienden, supervisan la atención o se ocupan de cobros y citas ven lo que necesitan para ello. Podemos pedir consejo a colegas sin dar su nombre.",
    records: "Su expediente",
    "record-is":
      "Llevamos un registro de cada sesión, como pide la ley. Usted puede pedir verlo o tener una copia, pedir que se corrija y decirnos cómo prefiere que nos comuniquemos con usted. Cuánto tiempo se guarda depende de su estado.",
    between: "Entre sesiones, y al final",
    "between-is":
      "No somos un servicio de urgencias y no vemos los mensajes de inmediato. En una emergencia llame al 911 o vaya a una sala de emergencias; en una crisis llame o envíe un mensaje de texto al 988, donde también atienden en español.",
    "end-is":
      "Puede terminar cuando quiera; le sugerimos una última sesión. Si no podemos ayudarle con algo, o si hay que terminar por otra razón, se lo diremos y le daremos nombres de otras personas que sí pueden.",
    questions: "Preguntas que hizo y qué se le respondió",
  },
});

const telehealth = inSpanish(consentTelehealth, {
  title: "Sesiones por video o teléfono",
  agrees: "Acepto tener sesiones por video o teléfono, y puedo pedir en cualquier momento que nos veamos en persona.",
  words: {
    ...client,
    how: "Cómo funciona",
    "how-is":
      "Necesita un lugar donde nadie escuche y una conexión estable. Nadie graba, ni usted ni nosotros, a menos que todos lo hayamos aceptado por escrito. Si hay otras personas en la habitación, díganoslo.",
    "how-limits":
      "A través de una pantalla se pierden algunas cosas, y la tecnología puede fallar o sufrir ataques aunque esté protegida. No sirve para todo; quizá le sugiramos vernos en persona, o le recomendemos a alguien cerca de usted.",
    where: "Dónde está usted",
    "where-is":
      "Las licencias terminan en la frontera del estado. Al comenzar cada sesión le preguntamos dónde está, porque quizá solo podamos atenderle en algunos estados y porque la ayuda tiene que poder encontrarle.",
    "usual-place": "Dónde está normalmente: dirección",
    "usual-state": "Estado",
    "near-person": "Alguien cerca de usted a quien podamos llamar en una emergencia: nombre y teléfono",
    "near-hospital": "La sala de emergencias más cercana, si la conoce",
    fails: "Si se corta la comunicación",
    "call-back": "Número al que le llamamos entonces",
    "fails-is": "Si en diez minutos no logramos comunicarnos, acordamos otra hora por mensaje.",
    kinds: "Acepta sesiones por",
    "kinds.video": "video",
    "kinds.phone": "teléfono",
  },
});

const notice = inSpanish(noticeAcknowledgement, {
  title: "Aviso de prácticas de privacidad: recibido",
  agrees:
    "Me entregaron el aviso de prácticas de privacidad. Mi firma dice que lo tengo, no que estoy de acuerdo con él.",
  words: {
    ...client,
    "notice-is":
      "El aviso explica cómo {practice} puede usar y compartir lo que sabe de su salud, qué puede pedir usted y ante quién puede quejarse.",
    "notice-edition": "Edición o fecha del aviso",
    "given-as": "Se le entregó",
    "given-as.paper": "en papel",
    "given-as.electronic": "en forma electrónica",
    "given-as.read": "para leerlo, y no quiso copia",
    obtained: "Para el consultorio",
    "obtained.signed": "La persona firma abajo",
    "obtained.refused": "La persona no quiso firmar",
    "obtained.emergency": "Fue una emergencia",
    "obtained.other": "No se pudo firmar por otra razón",
    effort: "Qué se hizo para obtener la firma y por qué no se obtuvo",
  },
});

const forMinor = {
  child: "El niño, la niña o adolescente",
  "client-name": "Su nombre",
  "client-born-on": "Fecha de nacimiento",
  therapy: "Qué acepta usted",
  "therapy-is":
    "Su hijo o hija recibirá psicoterapia en {practice}. Ayuda muchas veces, pero nadie puede prometer que así será; en el camino pueden aparecer sentimientos difíciles. Usted puede preguntar en cualquier momento cómo va, y terminarla.",
  therapist: "Terapeuta",
  confidence: "Lo que su hijo o hija puede guardarse",
  "confidence-is":
    "Los niños y adolescentes necesitan saber que lo que dicen no se cuenta en casa. Le hablamos de las metas, de los avances y de lo que usted puede hacer, y de cualquier peligro de inmediato; le pedimos que no insista en saber lo demás. Lo que la ley permite ver a un padre o una madre, o guardarse a un menor, depende del estado, de la edad y de quién dio el consentimiento.",
  "agreed-sharing": "Qué acordamos contarle, y cómo",
  apart: "Padres que viven separados",
  "apart-is":
    "Atendemos al menor y no tomamos partido. No damos opinión sobre la custodia; quien la necesite debe acudir a la persona evaluadora que nombre el tribunal.",
  order: "¿Hay una orden judicial sobre la custodia o sobre quién decide el tratamiento?",
  "order-words": "De qué tribunal, de qué fecha y qué dice. Hay una copia en el expediente.",
} as const;
const childAgrees = "Se le preguntó al menor, y está de acuerdo a su manera";

const minor = inSpanish(consentMinor, {
  title: "Consentimiento para un menor: padre, madre o tutor",
  agrees: "Puedo decidir sin otra persona sobre el tratamiento de este menor, y lo acepto.",
  words: {
    ...forMinor,
    authority: "Usted",
    "parent-name": "Su nombre",
    "authority-is": "Decide sin otra persona como",
    "authority-is.parent": "padre o madre a quien la ley permite decidir sin el otro",
    "authority-is.sole": "padre o madre con la custodia legal exclusiva",
    "authority-is.guardian": "tutor o tutora legal",
    "authority-is.agency": "agencia a cargo del menor",
    "authority-shown": "Qué lo demostró: orden, carta, documento de identidad",
    "child-agrees": childAgrees,
  },
});

const minorBoth = inSpanish(consentMinorBoth, {
  title: "Consentimiento para un menor: ambos padres",
  agrees: "Junto con el otro padre o la otra madre puedo decidir sobre el tratamiento de este menor, y lo acepto.",
  words: {
    ...forMinor,
    parents: "Ustedes dos",
    "first-parent": "Nombre de la primera persona",
    "second-parent": "Nombre de la segunda persona",
    "each-told": "Cómo se informa a cada uno de las citas y los avances",
    "child-agrees": childAgrees,
  },
});

const couple = inSpanish(coupleNoSecrets, {
  title: "Terapia de pareja o de familia: sin secretos",
  agrees:
    "Entiendo que se nos atiende a los dos juntos, y acepto que no hay secretos que guardar frente a la otra persona.",
  words: {
    who: "A quiénes se atiende juntos",
    "first-name": "Nombre",
    "second-name": "Nombre",
    others: "Otras personas que participan",
    secrets: "Lo que uno de ustedes cuenta a solas",
    "secrets-are":
      "La pareja o la familia es a quien atendemos. Si uno de ustedes nos cuenta algo entre sesiones o en una sesión a solas, no prometemos ocultarlo a la otra persona. Decidimos si hay que hablarlo y cuándo; primero le damos la oportunidad de decirlo usted. Si no es posible, quizá tengamos que terminar el trabajo conjunto sin decir por qué.",
    "secrets-danger":
      "Lo que tiene que ver con la seguridad de alguien se trata como exige la ley, lo haya dicho quien lo haya dicho.",
    record: "El expediente",
    "record-is":
      "Hay un solo expediente de lo que hacemos juntos. No se entrega a nadie de fuera a menos que todos los que participaron lo hayan aceptado por escrito, o que lo ordene un tribunal.",
    "record-court": "Les pedimos que no nos citen como testigos uno contra otro. Un tribunal puede decidir otra cosa.",
    alone: "Puede haber sesiones con uno solo de ustedes",
    "alone-words": "Qué acordamos sobre ellas",
  },
});

const messages = inSpanish(consentMessages, {
  title: "Correo electrónico y mensajes de texto",
  agrees:
    "Me explicaron qué puede salir mal y quiero que me escriban como lo marqué. Puedo retirarlo en cualquier momento, sin ningún efecto en mi tratamiento.",
  words: {
    ...client,
    risks: "Qué puede salir mal",
    "risks-are":
      "Los correos y los textos pueden leerse en el camino, en teléfonos perdidos o compartidos, por parte de un empleador o de familiares con acceso, en pantallas bloqueadas, en copias de respaldo y después de que alguien los reenvíe. Pueden llegar a la persona equivocada y pueden pedirse en un juicio. Los guardamos en su expediente.",
    "risks-not-for":
      "No son para emergencias. Llame al 911, o llame o envíe un mensaje de texto al 988. No cuente con una respuesta el mismo día.",
    "own-risks": "¿Quién más podría ver sus mensajes?",
    "own-risks.nobody": "Nadie que yo sepa",
    "own-risks.partner": "Mi pareja o alguien de mi familia",
    "own-risks.employer": "Un empleador o una escuela",
    "own-risks.shared": "Otras personas que usan el teléfono o la computadora",
    agreed: "Lo que usted quiere",
    email: "Correo electrónico",
    "email-address": "A qué dirección",
    texting: "Mensajes de texto",
    "texting-number": "A qué número",
    content: "¿Sobre qué?",
    "content.appointments": "Solo citas",
    "content.forms": "Citas, formularios y cobros",
    "content.clinical": "También lo que trabajamos",
    "answer-within": "Respondemos en un plazo de",
    "safer-offered": "Se ofreció un medio más seguro (mensajes protegidos, teléfono, correo postal)",
    "safer-wanted": "Si no, cómo prefiere que nos comuniquemos con usted",
  },
});

export const consents = { therapy, telehealth, notice, minor, minorBoth, couple, messages } as const;
