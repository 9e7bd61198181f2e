/** Who lets others into a guarded chart, in words. */

type Named = { readonly name: string };

/** "Anna, Ben or Carl". */
export function sayOr(people: readonly Named[]): string {
  const names = people.map(({ name }) => name || "a member");
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** What happens when one who is alone in it is not there. */
export const sayAlone = ({ name }: Named): string =>
  `${name || "This member"} alone lets others in. While they are away the chart stays shut, and its crisis card opens. If they are gone for good the recovery cards open it, and nothing opens psychotherapy notes. Choose a second one.`;
