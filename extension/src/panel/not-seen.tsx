/** What was not seen and would have helped, with how to see it. */

import { t } from "../shared/texts.ts";
export function NotSeen({ sentences }: { sentences: string[] }) {
  if (sentences.length === 0) return null;
  return (
    <section class="not-seen">
      <h2>{t("notSeen")}</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
