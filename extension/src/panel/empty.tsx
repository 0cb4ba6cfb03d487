import type { Status } from "../shared/protocol.ts";

interface Props {
  status: Status | undefined;
  /** There are logins, and the filter hides them all. */
  filtered: boolean;
  /** Opens what was recorded elsewhere. */
  onOpen(): void;
}

export function Empty({ status, filtered, onOpen }: Props) {
  const [title, text] = invitation(status, filtered);
  return (
    <div class="empty">
      <img src="icons/lens-128.png" alt="" width="56" height="56" />
      <h1>{title}</h1>
      <p>{text}</p>
      {!filtered && (
        <p class="instead">
          Recorded elsewhere? Drop a HAR or a log here, paste it, or{" "}
          <button type="button" class="link" data-action="open-instead" onClick={onOpen}>
            open it…
          </button>
        </p>
      )}
    </div>
  );
}

function invitation(status: Status | undefined, filtered: boolean): [title: string, text: string] {
  if (filtered)
    return ["No login matches the filter", "The filter looks at hosts, clients, rules and outcomes."];
  if (!status) return ["Starting…", "Everything stays in this browser."];
  if (status.access === "none") return ["Access first", "Allow access above, then log in in this tab."];
  if (!status.recording) return ["Not recording", "Press Record, then log in in this tab."];
  return [
    "Log in in this tab",
    "OAuth Lens watches, and names what breaks. Everything stays in this browser.",
  ];
}
