import type { Status } from "../shared/protocol.ts";
import { t, woven } from "../shared/texts.ts";
import { WhyAccess } from "./why-access.tsx";

interface Props {
  status: Status | undefined;
  /** The logins are those of another tab. */
  isElsewhere: boolean;
  /** There are logins, and what hides them all. */
  hidden: "filter" | "tabs" | undefined;
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
      <main class="empty" aria-label={t("logins")}>
        {hidden === "filter" ? <NoMatch /> : <h1>{t("noneOfTab")}</h1>}
        <p>
          <button type="button" class="link" data-action="show-all" onClick={onAll}>
            {t("showAll")}
          </button>
        </p>
      </main>
    );
  }
  return (
    <main class="empty" aria-label={t("logins")}>
      <img src="icons/lens-128.png" alt="" width="48" height="48" />
      <Next status={status} isElsewhere={isElsewhere} onGrant={onGrant} />
      <p class="instead">
        <button type="button" class="link" data-action="example" onClick={onExample}>
          {t("tryExample")}
        </button>
        {" · "}
        {woven(
          "openInstead",
          <button type="button" class="link" data-action="open-instead" onClick={onOpen}>
            {t("openIt")}
          </button>,
        )}
      </p>
    </main>
  );
}

/** The filter hides all of them. */
export function NoMatch() {
  return (
    <>
      <h1>{t("noMatch")}</h1>
      <p>{t("noMatchHelp")}</p>
    </>
  );
}

function Next({ status, isElsewhere, onGrant }: Pick<Props, "status" | "isElsewhere" | "onGrant">) {
  if (!status) {
    return (
      <>
        <h1>{t("starting")}</h1>
        <p>{t("staysHere")}</p>
      </>
    );
  }
  if (status.notices.includes("unavailable")) return <h1>{t("nothingRecorded")}</h1>;
  if (status.access === "none") {
    return (
      <>
        <h1>{t("letSee")}</h1>
        <WhyAccess />
        <p>
          <button type="button" class="primary" data-action="grant" onClick={onGrant}>
            {t("allowAccess")}
          </button>
        </p>
      </>
    );
  }
  if (isElsewhere) {
    return (
      <>
        <h1>{t(status.recording ? "waiting" : "notRecording")}</h1>
        <p>{t(status.recording ? "waitingHelp" : "recordElsewhere")}</p>
      </>
    );
  }
  if (!status.recording) {
    return (
      <>
        <h1>{t("notRecording")}</h1>
        <p>{t("recordHere")}</p>
      </>
    );
  }
  return (
    <>
      <h1>{t("logInHere")}</h1>
      <ol>
        <li>{t(status.reading === "on" ? "leaveOpenMore" : "leaveOpen")}</li>
        <li>{t("logInAsAlways")}</li>
        <li>{t("causeIsNamed")}</li>
      </ol>
      <p>{t("notSeenBefore")}</p>
    </>
  );
}
