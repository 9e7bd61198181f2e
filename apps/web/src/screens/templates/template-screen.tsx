/** Making a template of the practice's own, or changing one. */

import { smartFields, unknownFields } from "@alcove/vault/note-templates";
import type { SaveTemplate, TemplateView } from "@alcove/vault";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type FormEvent, type ReactElement, useState } from "react";
import { Page } from "../../app/page.tsx";
import { useAnswer } from "../../app/session.tsx";
import { useVault } from "../../app/vault-context.tsx";
import { useActing } from "../../parts/acting.ts";
import { ChangedTwice } from "../../parts/changed-twice.tsx";
import { ErrorLine, Field } from "../../parts/field.tsx";
import { SectionFields } from "./section-fields.tsx";
import "./templates.css";

type Words = Required<Pick<SaveTemplate, "name" | "about" | "title" | "kind" | "everySession" | "sections">>;

const EMPTY: Words = {
  kind: "progress",
  name: "",
  about: "",
  title: "Progress note",
  everySession: true,
  sections: [{ heading: "", hint: "" }],
};

export function TemplateScreen(): ReactElement {
  const { templateId } = useParams({ from: "/templates/$templateId" });
  const { from } = useSearch({ from: "/templates/$templateId" });
  const { value: templates } = useAnswer("templates", (vault) => vault.templates());
  if (!templates) return <Page title="Template">{null}</Page>;
  const like = templates.find(({ id }) => id === (templateId === "new" ? from : templateId));
  if (templateId !== "new" && !like?.own) return <NoSuchTemplate />;
  return <TemplateForm key={like?.id ?? "new"} like={like} isNew={templateId === "new"} />;
}

function TemplateForm({
  like,
  isNew,
}: {
  readonly like: TemplateView | undefined;
  readonly isNew: boolean;
}): ReactElement {
  const vault = useVault();
  const navigate = useNavigate();
  const acting = useActing();
  const [words, setWords] = useState<Words>(() => (like ? wordsOf(like, isNew) : EMPTY));
  const [basedOn] = useState(like?.own?.basedOn ?? []);
  const [unnamed, setUnnamed] = useState(false);
  const change = (changes: Partial<Words>) => setWords({ ...words, ...changes });
  const isAway = like?.own?.putAway === true;
  const unknown = unknownFields([words.title, ...words.sections.map(({ text }) => text ?? "")].join("\n"));

  const save = async (putAway: boolean) => {
    if (words.name.trim() === "") return setUnnamed(true);
    const sections = words.sections.filter(({ heading, hint, text }) => (heading + hint + (text ?? "")).trim() !== "");
    const request = { ...words, sections, putAway, ...(!isNew && like && { template: like.id, basedOn }) };
    if (await acting.run(() => vault.saveTemplate(request))) void navigate({ to: "/templates" });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(isAway);
  };

  return (
    <Page title="Template">
      <div className="top">
        <div>
          <p className="crumb">
            <Link to="/templates">Templates</Link>
          </p>
          <h1>{isNew ? "A new template" : "Change the template"}</h1>
          <p className="lede">Notes that were begun with it stay as they are.</p>
        </div>
      </div>
      {!isNew && <ChangedTwice basedOn={basedOn} />}
      <form className="template-form" onSubmit={submit} noValidate>
        <Field label="Name" hint="In lists." error={unnamed ? "Give it a name, to find it by." : undefined}>
          {(control) => (
            <input
              {...control}
              maxLength={200}
              autoComplete="off"
              value={words.name}
              onChange={(event) => {
                setUnnamed(false);
                change({ name: event.target.value });
              }}
            />
          )}
        </Field>
        <Field label="What it is for" optional>
          {(control) => (
            <input
              {...control}
              maxLength={200}
              autoComplete="off"
              value={words.about}
              onChange={(event) => change({ about: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Title of the note"
          hint={`Filled in where a note is begun, here and in texts to begin with: ${Object.keys(smartFields)
            .map((name) => `{${name}}`)
            .join(", ")}. {last-score PHQ-9} is the score of that measure alone.`}
        >
          {(control) => (
            <input
              {...control}
              maxLength={200}
              autoComplete="off"
              value={words.title}
              onChange={(event) => change({ title: event.target.value })}
            />
          )}
        </Field>
        {isNew && (
          <label className="tick">
            <input
              type="checkbox"
              checked={words.kind === "psychotherapy"}
              onChange={(event) => change({ kind: event.target.checked ? "psychotherapy" : "progress" })}
            />
            <span>
              <b>For psychotherapy notes</b>
              <span>Which are kept apart, under their author’s key.</span>
            </span>
          </label>
        )}
        <label className="tick">
          <input
            type="checkbox"
            checked={words.everySession}
            onChange={(event) => change({ everySession: event.target.checked })}
          />
          <span>
            <b>For sessions</b>
            <span>The next note of a chart begins with it by itself where it was used last.</span>
          </span>
        </label>
        <SectionFields sections={words.sections} onChange={(sections) => change({ sections })} />
        {unknown.length > 0 && (
          <p className="came" role="status">
            {unknown.map((name) => `{${name}}`).join(", ")} {unknown.length === 1 ? "is" : "are"} no field that is
            filled in: notes will say it as it stands here.
          </p>
        )}
        {acting.error && <ErrorLine text={acting.error} />}
        <div className="acts">
          <button className="b primary" type="submit" aria-busy={acting.busy}>
            Save the template
          </button>
          {!isNew && (
            <button className="b plain" type="button" onClick={() => void save(!isAway)}>
              {isAway ? "Use it again" : "Put it away"}
            </button>
          )}
        </div>
      </form>
    </Page>
  );
}

function wordsOf(like: TemplateView, isNew: boolean): Words {
  const { kind, name, about, title, everySession, sections } = like;
  return { kind, name: isNew ? `${name}, ours` : name, about, title, everySession, sections };
}

function NoSuchTemplate(): ReactElement {
  return (
    <Page title="No such template">
      <h1>There is no such template on this device</h1>
      <p className="quiet">If it was made on another device, it comes when the server can be reached.</p>
      <p className="acts">
        <Link className="b" to="/templates">
          Go to Templates
        </Link>
      </p>
    </Page>
  );
}
