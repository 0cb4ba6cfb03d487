import type { Status } from "../shared/protocol.ts";
import { WhyAccess } from "./why-access.tsx";

interface Props {
  status: Status | undefined;
  /** The logins are those of another tab. */
  isElsewhere: boolean;
  /** There are logins, and what hides them all. */
  hidden: "by the filter" | "of other tabs" | undefined;
  /** Lets the user allow access to sites. */
  onGrant(): void;
  /** Opens what was recorded elsewhere. */
  onOpen(): void;
  /** Shows a login that is broken. */
  onExample(): void;
  /** Shows what filters hide. */
  onAll(): void;
}

/** What stands in place of the logins while there are none: the one thing to do next. */
export function Empty({ status, isElsewhere, hidden, onGrant, onOpen, onExample, onAll }: Props) {
  if (hidden) {
    return (
      <main class="empty" aria-label="Logins">
        {hidden === "by the filter" ? <NoMatch /> : <h1>No login of this tab</h1>}
        <p>
          <button type="button" class="link" data-action="show-all" onClick={onAll}>
            Show all
          </button>
        </p>
      </main>
    );
  }
  return (
    <main class="empty" aria-label="Logins">
      <img src="icons/lens-128.png" alt="" width="48" height="48" />
      <Next status={status} isElsewhere={isElsewhere} onGrant={onGrant} />
      <p class="instead">
        <button type="button" class="link" data-action="example" onClick={onExample}>
          Try an example
        </button>
        {" · "}
        Recorded elsewhere? Drop a HAR or a log here, paste it, or{" "}
        <button type="button" class="link" data-action="open-instead" onClick={onOpen}>
          open it…
        </button>
      </p>
    </main>
  );
}

/** The filter hides all of them. */
export function NoMatch() {
  return (
    <>
      <h1>No login matches the filter</h1>
      <p>The filter looks at hosts, clients, errors, rules and outcomes.</p>
    </>
  );
}

function Next({ status, isElsewhere, onGrant }: Pick<Props, "status" | "isElsewhere" | "onGrant">) {
  if (!status) {
    return (
      <>
        <h1>Starting…</h1>
        <p>Everything stays in this browser.</p>
      </>
    );
  }
  if (status.notices.includes("unavailable")) return <h1>Nothing can be recorded here</h1>;
  if (status.access === "none") {
    return (
      <>
        <h1>Let OAuth Lens see the requests of a login</h1>
        <WhyAccess />
        <p>
          <button type="button" class="primary" data-action="grant" onClick={onGrant}>
            Allow access…
          </button>
        </p>
      </>
    );
  }
  if (isElsewhere) {
    return (
      <>
        <h1>{status.recording ? "Waiting for a login" : "Not recording"}</h1>
        <p>
          {status.recording
            ? "Go back to the tab of your app and log in as always, until it breaks. The cause is named here."
            : "Press Record, go back to the tab of your app, and log in. A login from before is not seen."}
        </p>
      </>
    );
  }
  if (!status.recording) {
    return (
      <>
        <h1>Not recording</h1>
        <p>Press Record, then log in in this tab.</p>
      </>
    );
  }
  return (
    <>
      <h1>Log in in this tab</h1>
      <ol>
        <li>
          {status.reading === "on"
            ? "Leave DevTools open: it sees more of what servers answer."
            : "Leave DevTools open: it alone sees what stands in the provider's answers."}
        </li>
        <li>Log in as always, until it breaks.</li>
        <li>The cause is named here, with what to do. Copy the report if somebody else has to.</li>
      </ol>
      <p>
        A login from before DevTools was open is not seen: log in again. Everything stays in this browser.
      </p>
    </>
  );
}
