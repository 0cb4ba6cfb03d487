import type { NothingFound } from "../../generated/core.d.ts";
import { t, woven } from "../shared/texts.ts";
import { NoMatch } from "./empty.tsx";
import type { ImportState } from "./import.ts";

interface Props {
  opened: ImportState;
  /** There are logins, and the filter hides them all. */
  filtered: boolean;
  onClose(): void;
}

/** What stands in place of the logins of files: they are still read, hold none, or the filter hides all. */
export function NoLogins({ opened, filtered, onClose }: Props) {
  const { current, problem, reading } = opened;
  if (current !== undefined) {
    return (
      <div class="empty" data-reading="">
        <h1>{woven("readingFile", <bdi>{current}</bdi>)}</h1>
        <p>
          <button type="button" data-action="stop-reading" onClick={onClose}>
            {t("stop")}
          </button>
        </p>
      </div>
    );
  }
  if (problem !== undefined) {
    return (
      <div class="empty" data-import-failed="">
        <h1>{t("nothingToSee")}</h1>
        <p role="alert">{problem}</p>
      </div>
    );
  }
  if (filtered) {
    return (
      <div class="empty">
        <NoMatch />
      </div>
    );
  }
  return reading?.nothing ? <Nothing {...reading.nothing} /> : null;
}

function Nothing({ title, files, otherProtocol, help }: NothingFound) {
  return (
    <main class="nothing" aria-label={t("nothingFound")} data-nothing="">
      <h1>{title}</h1>
      {files.map(({ text, above, lines, perhaps }, position) => (
        <section key={position}>
          <p>
            <bdi>{text}</bdi>
          </p>
          {above && <p>{above}</p>}
          {lines.length > 0 && (
            <ul>
              {lines.map(({ source, shows }, line) => (
                <li key={line}>
                  {source && (
                    <span class="place">
                      <bdi>{source}</bdi>:{" "}
                    </span>
                  )}
                  <code>
                    <bdi>{shows}</bdi>
                  </code>
                </li>
              ))}
            </ul>
          )}
          {perhaps && (
            <p>
              <bdi>{perhaps}</bdi>
            </p>
          )}
        </section>
      ))}
      {otherProtocol && <p>{otherProtocol}</p>}
      {help && <p class="help">{help}</p>}
    </main>
  );
}
