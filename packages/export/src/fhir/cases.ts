/** What clients asked as their right, and what became of it: in words, since FHIR has no resource of it. */

import type { CaseKindWords, ClientCase } from "../source.ts";
import { caseWords } from "../words.ts";
import { instant, type Json, plainText, type Resource, uuid } from "./resource.ts";

export function caseResource(one: ClientCase, kinds: readonly CaseKindWords[], subject: Json): Resource {
  const { title, rows } = caseWords(one, kinds);
  const words = rows.map(([name, value]) => `${name}: ${value}`).join("\n");
  return {
    resourceType: "DocumentReference",
    id: uuid(one.id),
    status: "current",
    docStatus: one.said.decision ? "final" : "preliminary",
    type: { text: title },
    category: [{ text: "Request of the client" }],
    subject,
    date: instant(one.writtenAt),
    description: title,
    content: [{ attachment: { ...plainText(words), title, creation: one.received } }],
  };
}
