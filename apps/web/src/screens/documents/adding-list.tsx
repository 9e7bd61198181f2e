/** What was chosen or dropped: name, category and day of each, then how far each one is, and all of them. */

import type { DocumentCategory } from "@alcove/vault";
import { type ReactElement, useState } from "react";
import { Progress } from "../../parts/progress.tsx";
import { Stay } from "../../parts/stay.tsx";
import { amount, saySize } from "../../words/counts.ts";
import { CATEGORIES, CATEGORY_NAMES } from "../../words/documents.ts";
import type { Adding, Item } from "./adding.ts";
import { CategorySelect } from "./document-form.tsx";

export function AddingList({ adding }: { readonly adding: Adding }): ReactElement {
  // What is kept as it came is asked anew for each batch.
  const [asTheyCame, setAsTheyCame] = useState(false);
  const { items, isRunning } = adding;
  const open = items.filter(({ state }) => state !== "added" && state !== "there");
  const done = items.length - open.length;
  const hasPictures = open.some(({ file }) => /^image\//.test(file.type));
  return (
    <section className="adding niche" aria-labelledby="h-adding">
      {open.length > 0 && (
        <Stay
          title="Leave while files wait?"
          note="Those that were added stay. The others are where they were: choose or drop them again, and nothing is added twice."
          stay="Stay here"
          leave="Leave all the same"
        />
      )}
      {isRunning ? (
        <Progress
          title={`Adding ${amount(items.length, "file")}`}
          done={done}
          total={items.length}
          doing="sealed here"
          keeps="They are sent meanwhile, and go on being sent when you leave."
          onStop={adding.stop}
          stopping={adding.isStopping}
        />
      ) : (
        <h2 id="h-adding">{open.length > 0 ? `${amount(open.length, "file")} to add` : sayDone(items)}</h2>
      )}
      {isRunning && (
        <h2 id="h-adding" className="vh">
          Files
        </h2>
      )}
      {!isRunning && open.length > 1 && <SameForAll adding={adding} open={open} />}
      <ul className="rows adding-rows">
        {items.map((item) => (
          <Row key={item.key} item={item} adding={adding} />
        ))}
      </ul>
      {!isRunning && hasPictures && (
        <label className="tick">
          <input type="checkbox" checked={asTheyCame} onChange={(event) => setAsTheyCame(event.target.checked)} />
          <span>
            <b>Keep pictures as they came</b>
            <span>As evidence: with where and when they were taken, and with what. Else that is taken out first.</span>
          </span>
        </label>
      )}
      {!isRunning && (
        <div className="acts">
          {open.length > 0 && (
            <button className="b primary" type="button" onClick={() => void adding.run(asTheyCame)}>
              Add {amount(open.length, "file")}
            </button>
          )}
          <button className="b plain" type="button" onClick={() => adding.leave()}>
            {open.length > 0 ? "Leave them out" : "Close"}
          </button>
        </div>
      )}
    </section>
  );
}

function sayDone(items: readonly Item[]): string {
  const added = items.filter(({ state }) => state === "added").length;
  const there = items.length - added;
  const was = there === 0 ? "" : `, ${there} ${there === 1 ? "was" : "were"} there already`;
  return `${amount(added, "file")} added${was}`;
}

function SameForAll({ adding, open }: { readonly adding: Adding; readonly open: readonly Item[] }): ReactElement {
  const keys = open.map(({ key }) => key);
  return (
    <div className="same-for-all">
      <label>
        <span className="label">All of them are</span>
        <select
          className="in"
          value=""
          onChange={(event) => adding.change(keys, { category: event.target.value as DocumentCategory })}
        >
          <option value="">each as below</option>
          {CATEGORIES.map((category) => (
            <option key={category} value={category}>
              {CATEGORY_NAMES[category]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">All of this day</span>
        <input
          className="in"
          type="date"
          onChange={(event) => adding.change(keys, { date: event.target.value })}
          autoComplete="off"
        />
      </label>
    </div>
  );
}

function Row({ item, adding }: { readonly item: Item; readonly adding: Adding }): ReactElement {
  const { key, file, state, title, category, date, remark, done } = item;
  const isOpen = (state === "waiting" || state === "failed") && !adding.isRunning;
  return (
    <li className={isOpen ? "open" : ""}>
      <div>
        <span className="plain-name" dir="auto">
          {file.name}
        </span>
        <p className="num">
          {saySize(file.size)}
          {!isOpen && `, ${sayState(item)}`}
        </p>
        {remark && <p className={state === "failed" ? "due" : ""}>{remark}</p>}
        {state === "sealing" && (
          <progress max={Math.max(1, file.size)} value={done} aria-label={`${file.name}, sealed`} />
        )}
      </div>
      {isOpen && (
        <div className="said-of">
          <input
            className="in"
            dir="auto"
            maxLength={300}
            aria-label={`Title of ${file.name}`}
            placeholder="Title"
            value={title}
            onChange={(event) => adding.change([key], { title: event.target.value })}
            autoComplete="off"
          />
          <CategorySelect
            control={{ className: "in", "aria-label": `What ${file.name} is` }}
            value={category}
            onChange={(chosen) => adding.change([key], { category: chosen })}
          />
          <input
            className="in"
            type="date"
            aria-label={`Date of ${file.name}`}
            value={date}
            onChange={(event) => adding.change([key], { date: event.target.value })}
            autoComplete="off"
          />
          <button className="as-link" type="button" onClick={() => adding.leave(key)}>
            Leave it out<span className="vh">, {file.name}</span>
          </button>
        </div>
      )}
    </li>
  );
}

function sayState({ state, done, file }: Item): string {
  switch (state) {
    case "added":
      return "added";
    case "there":
      return "there already";
    case "failed":
      return "not added";
    case "sealing":
      return `${Math.floor((100 * done) / Math.max(1, file.size))} % sealed`;
    case "waiting":
      return "waits";
  }
}
