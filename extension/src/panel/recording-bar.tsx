import type { Note } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import { count } from "./format.ts";
import { Icon } from "./icon.tsx";
import type { ImportState } from "./import.ts";

interface Props {
  opened: ImportState;
  /** Whether the files are shown, and not what the browser does. */
  isShown: boolean;
  /** Nothing is watched here: files are all that there is. */
  isPage: boolean;
  onShow(files: boolean): void;
  onClose(): void;
}

/** Says which recording is shown, and leads to the other one. */
export function RecordingBar({ opened, isShown, isPage, onShow, onClose }: Props) {
  const { title, reading, current, problem } = opened;
  const found = reading
    ? reading.found
    : current !== undefined
      ? t("readingNow")
      : problem
        ? t("failed")
        : "";
  return (
    <div class="recordings" data-shown={isShown ? "files" : "live"}>
      <nav aria-label={t("recording")} class="choices">
        {!isPage && (
          <button type="button" data-recording="live" aria-pressed={!isShown} onClick={() => onShow(false)}>
            {t("live")}
          </button>
        )}
        <button type="button" data-recording="files" aria-pressed={isShown} onClick={() => onShow(true)}>
          <bdi class="name">{title}</bdi>
          <span class="found" role="status">
            {found}
          </span>
        </button>
        <button type="button" data-action="close-files" title={t("forgetFiles")} onClick={onClose}>
          <Icon name="close" label={t("forgetFiles")} />
        </button>
      </nav>
      {isShown && reading && <Notes notes={reading.notes} />}
    </div>
  );
}

/** The first that is missing is said at once, in full and with the others on a click. */
function Notes({ notes }: { notes: Note[] }) {
  const first = notes.find(({ isWarning }) => isWarning) ?? notes[0];
  if (!first) return null;
  const others = notes.filter((note) => note !== first);
  return (
    <details class="notes" data-notes={notes.length}>
      <summary>
        <Sentence note={first} />
        {others.length > 0 && <span class="more">{t("more", count(others.length))}</span>}
      </summary>
      <ul>
        {others.map((note, position) => (
          <li key={position}>
            <Sentence note={note} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Sentence({ note: { file, text, isWarning } }: { note: Note }) {
  return (
    <>
      <Icon {...(isWarning ? WARNING : INFO)} />
      <span class="sentence">
        <bdi>{file}</bdi>: <bdi>{text}</bdi>
      </span>
    </>
  );
}

const WARNING = { name: "warning", tone: "warning" } as const;
const INFO = { name: "info", tone: "info" } as const;
