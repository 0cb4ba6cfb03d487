import type { Note } from "../../generated/core.d.ts";
import { Icon } from "./icon.tsx";
import type { ImportState } from "./import.ts";

interface Props {
  opened: ImportState;
  /** Whether the files are shown, and not what the browser does. */
  isShown: boolean;
  onShow(files: boolean): void;
  onClose(): void;
}

/** Says which recording is shown, and leads to the other one. */
export function RecordingBar({ opened, isShown, onShow, onClose }: Props) {
  const { title, reading, current, problem } = opened;
  const found = reading ? reading.found : current !== undefined ? "reading…" : problem ? "failed" : "";
  return (
    <div class="recordings" data-shown={isShown ? "files" : "live"}>
      <nav aria-label="Recording" class="choices">
        <button type="button" data-recording="live" aria-pressed={!isShown} onClick={() => onShow(false)}>
          Live
        </button>
        <button type="button" data-recording="files" aria-pressed={isShown} onClick={() => onShow(true)}>
          <bdi class="name">{title}</bdi>
          <span class="found" role="status">
            {found}
          </span>
        </button>
        <button type="button" data-action="close-files" title="Forget these files" onClick={onClose}>
          <Icon name="close" label="Forget these files" />
        </button>
      </nav>
      {isShown && reading && <Notes notes={reading.notes} />}
    </div>
  );
}

/** The first that is missing is said at once, all on a click. */
function Notes({ notes }: { notes: Note[] }) {
  const first = notes.find(({ isWarning }) => isWarning) ?? notes[0];
  if (!first) return null;
  return (
    <details class="notes" data-notes={notes.length}>
      <summary>
        <Icon {...(first.isWarning ? WARNING : INFO)} />
        <span class="first">
          <bdi>{first.file}</bdi>: <bdi>{first.text}</bdi>
        </span>
        {notes.length > 1 && <span class="more">and {notes.length - 1} more</span>}
      </summary>
      <ul>
        {notes.map(({ file, text, isWarning }, position) => (
          <li key={position}>
            <Icon {...(isWarning ? WARNING : INFO)} />
            <span>
              <bdi>{file}</bdi>: <bdi>{text}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

const WARNING = { name: "warning", tone: "warning" } as const;
const INFO = { name: "info", tone: "info" } as const;
