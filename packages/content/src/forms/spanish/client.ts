/** What each form asks about its client. */
export const client = {
  client: "Cliente",
  "client-name": "Nombre",
  "client-born-on": "Fecha de nacimiento",
} as const;
