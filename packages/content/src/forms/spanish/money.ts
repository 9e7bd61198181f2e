/** What treatment costs, in Spanish. */

import { feeAgreement, goodFaithEstimate } from "../money.ts";
import { inSpanish } from "../translated.ts";
import { client } from "./client.ts";

const fees = inSpanish(feeAgreement, {
  title: "Honorarios y pago",
  agrees: "He leído lo que cuesta el tratamiento y acepto pagarlo como está escrito aquí.",
  starts: { "fee-change": "30 días" },
  words: {
    ...client,
    fees: "Honorarios",
    "fee-session": "Una sesión, en dólares",
    minutes: "Dura, en minutos",
    "fee-first": "La primera sesión, en dólares, si es distinta",
    "fee-other": "Cartas, informes, llamadas, tribunal: cuánto cuestan",
    "fee-change": "Los honorarios pueden cambiar; se avisa con una anticipación de",
    missed: "Sesiones que no se realizan",
    "notice-hours": "¿Con cuántas horas de anticipación hay que avisar para que no cueste nada?",
    "fee-missed": "Si no, cuesta, en dólares",
    "missed-is":
      "Los seguros no pagan las sesiones a las que no se asiste. En caso de enfermedad o emergencia, hable con nosotros.",
    paying: "El pago",
    "paid-when": "Cuándo",
    "paid-when.each": "en cada sesión",
    "paid-when.monthly": "una vez al mes",
    "paid-when.advance": "antes de la sesión",
    "paid-by": "Quién paga",
    "paid-by.client": "la persona que recibe la atención",
    "paid-by.other": "otra persona",
    "paid-by.insurer": "un seguro, y la persona lo que este no cubra",
    "payer-name": "Su nombre y cómo comunicarse con esa persona",
    "insurer-name": "Seguro y número",
    "insurer-is":
      "El seguro pide el diagnóstico, las fechas y el tipo de tratamiento, y puede pedir más. Usted paga lo que el seguro no pague.",
    "keep-from-insurer": "Pago todo por mi cuenta y pido que nada de esto llegue a mi seguro",
    unpaid: "Si algo queda sin pagar",
    "unpaid-is":
      "Díganoslo pronto; buscaremos una solución con usted si podemos. Después de recordatorios por escrito podemos interrumpir el tratamiento, o encargar el cobro a alguien, que entonces sabrá su nombre y lo que se debe, y nada de su tratamiento.",
  },
});

const estimate = inSpanish(goodFaithEstimate, {
  title: "Estimación de buena fe: recibida",
  agrees:
    "Me entregaron la estimación que se menciona aquí. Mi firma dice que la tengo; todavía puedo disputar una factura.",
  words: {
    ...client,
    "no-insurance": "No tiene seguro para esto, o no quiere usarlo",
    "use-insurer": "Esta estimación es para quienes no usan seguro. Si tiene uno, pregúntele cuánto le tocará pagar.",
    estimate: "La estimación",
    "estimate-of": "Su fecha",
    "estimate-total": "Total esperado, en dólares",
    "estimate-from": "Para el período desde",
    "estimate-to": "Hasta",
    "given-as": "Se le entregó",
    "given-as.paper": "en papel",
    "given-as.electronic": "en forma electrónica",
    explained: "También se explicó en voz alta",
    rights: "Lo que debe saber",
    "rights-estimate":
      "Es una estimación de lo que se puede esperar ahora, y no un contrato. En el camino se puede recomendar algo más, y se le avisa antes de que cueste más.",
    "rights-dispute":
      "Si una factura supera la estimación en $400 o más, puede disputarla dentro de los 120 días posteriores a la factura. Vea cms.gov/nosurprises. Eso no tiene ningún efecto en su tratamiento. Guarde la estimación; puede pedir una copia.",
  },
});

export const money = { fees, estimate } as const;
