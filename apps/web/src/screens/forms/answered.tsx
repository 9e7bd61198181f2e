/** A form as it was asked, with the answers. */

import type { FormResponseView } from "@alcove/vault";
import { askedOf, isQuestion, sayAnswer } from "@alcove/vault/forms";
import type { ReactElement } from "react";
import { clientWords, sayDayFor } from "../../words/clients/index.ts";

export function Answered({ view: { asked, answers } }: { readonly view: FormResponseView }): ReactElement {
  const now = Date.now();
  const { language } = asked.questionnaire;
  const say = clientWords[language];
  return (
    <div className="form-answers" lang={language}>
      {askedOf(asked.questionnaire, answers).map((item) => {
        if (item.type === "group")
          return (
            <h2 key={item.linkId} dir="auto">
              {item.text}
            </h2>
          );
        if (!isQuestion(item))
          return (
            <p key={item.linkId} className="said" dir="auto">
              {item.text}
            </p>
          );
        const value = answers[item.linkId];
        const said =
          item.type === "date" && typeof value === "string"
            ? sayDayFor(language, value, now)
            : value === undefined
              ? undefined
              : sayAnswer(item, value, [say.yes, say.no]);
        return (
          <dl key={item.linkId}>
            <dt dir="auto">{item.text}</dt>
            <dd dir="auto" className={said === undefined ? "quiet" : undefined}>
              {said ?? say.notAnswered}
            </dd>
          </dl>
        );
      })}
    </div>
  );
}
