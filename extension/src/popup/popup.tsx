import { useState } from "preact/hooks";
import type { Row } from "../../generated/core.d.ts";
import type { Commands, PanelState } from "../panel/background.ts";
import { Banners } from "../panel/banners.tsx";
import { listedRows, rootCause, shownRow } from "../panel/choice.ts";
import { Icon } from "../panel/icon.tsx";
import { LoginList } from "../panel/login-list.tsx";
import { NotSeen } from "../panel/not-seen.tsx";
import { Outcome } from "../panel/outcome.tsx";
import { RootCause } from "../panel/root-cause.tsx";
import { useLogin } from "../panel/use-login.ts";
import { WhyAccess } from "../panel/why-access.tsx";
import type { Status } from "../shared/protocol.ts";
import { counted, t } from "../shared/texts.ts";

interface Props {
  state: PanelState;
  /** The tab that it is about. */
  tab: number;
  ask: Commands["ask"];
  actions: Actions;
}

interface Actions {
  /** Records the tab, and asks the browser for access where it is missing. */
  record(): void;
  /** Asks the browser for access alone. */
  allow(): void;
  stop(): void;
  /** Shows everything in a tab of its own. */
  showAll(): void;
  /** Lets the user allow that answers are read while they pass. */
  readAnswers(): void;
}

const NONE: ReadonlySet<string> = new Set();

/** The logins of one tab for people who never open DevTools: what broke, what to do, who must act. */
export function Popup({ state, tab, ask, actions }: Props) {
  const { status, listed, orphaned } = state;
  const [chosen, choose] = useState<string>();
  const rows = listedRows(listed.rows, "").filter(({ tabs }) => tabs.includes(tab));
  const row = shownRow(rows, { login: chosen, filter: "" });
  const others = listed.rows.length - rows.length;
  return (
    <div class="popup" data-tab={tab}>
      <header class="toolbar">
        <img src="icons/lens-32.png" alt="" width="16" height="16" />
        <strong>OAuth Lens</strong>
        <span class="stretch" />
        {status && <RecordButton status={status} isAlone={row === undefined} actions={actions} />}
      </header>
      <Banners
        status={status}
        orphaned={orphaned}
        // Where nothing is listed, the middle asks for it.
        isEmpty={row === undefined}
        onGrant={actions.allow}
      />
      {rows.length > 1 && (
        <LoginList
          rows={rows}
          hidden={0}
          unread={NONE}
          selected={row?.key ?? ""}
          isPrivate={status?.private ?? false}
          tab={tab}
          onSelect={choose}
          onAll={() => {}}
        />
      )}
      {row ? <Broken row={row} ask={ask} /> : <Nothing status={status} actions={actions} />}
      <Foot status={status} others={others} hasLogin={row !== undefined} actions={actions} />
    </div>
  );
}

interface RecordProps {
  status: Status;
  /** Nothing else stands here: the middle has the button that begins. */
  isAlone: boolean;
  actions: Actions;
}

/** One button: what it says is what happens. */
function RecordButton({ status, isAlone, actions }: RecordProps) {
  if (status.watched) {
    return (
      <>
        {status.access !== "none" && (
          <span class="record" data-recording="" role="status">
            <Icon name="recording" tone="error" /> {t("recordingTab")}
          </span>
        )}
        <button type="button" class="outlined" data-action="stop" onClick={actions.stop}>
          {t("stop")}
        </button>
      </>
    );
  }
  if (isAlone) return null;
  return (
    <button
      type="button"
      class="outlined"
      data-action="record"
      title={t("recordTitle")}
      onClick={actions.record}
    >
      <Icon name="paused" /> {t("recordTab")}
    </button>
  );
}

/** A login: its cause as the card says it, or how it ended. */
function Broken({ row, ask }: { row: Row; ask: Commands["ask"] }) {
  const login = useLogin(row, ask);
  if (!login) return <main aria-label={t("login")} class="story" />;
  const cause = rootCause(login);
  return (
    <main class="story" aria-label={t("login")} data-shown={row.id}>
      <Whose name={row.name} isTitle={!cause} />
      {cause && <RootCause finding={cause} explains={0} login={login.key} ask={ask} />}
      {(!cause || login.outcome !== "failed") && <Outcome row={row} ask={cause ? undefined : ask} />}
      <NotSeen sentences={login.not_seen} />
    </main>
  );
}

/** Whose login it is: the title, where no cause is. */
function Whose({ name, isTitle }: { name: string; isTitle: boolean }) {
  const whose = <bdi>{name}</bdi>;
  return isTitle ? <h1 class="whose">{whose}</h1> : <p class="whose">{whose}</p>;
}

/** The one thing to do next. */
function Nothing({ status, actions }: { status: Status | undefined; actions: Actions }) {
  if (!status) {
    return (
      <main class="empty" aria-label={t("login")}>
        <h1>{t("starting")}</h1>
      </main>
    );
  }
  if (status.notices.includes("unavailable")) {
    return (
      <main class="empty" aria-label={t("login")}>
        <h1>{t("nothingRecorded")}</h1>
      </main>
    );
  }
  if (status.access === "none") {
    return (
      <main class="empty" aria-label={t("login")} data-asks="">
        <h1>{t("seeWhy")}</h1>
        <WhyAccess />
        <p>
          <button type="button" class="primary" data-action="record" onClick={actions.record}>
            {t("allowAndRecord")}
          </button>
        </p>
      </main>
    );
  }
  if (!status.watched && !(status.recording && status.devtools)) {
    return (
      <main class="empty" aria-label={t("login")}>
        <h1>{t("seeWhy")}</h1>
        <ol>
          <li>{t("pressRecord")}</li>
          <li>{t("logInTab")}</li>
          <li>{t("openAgain")}</li>
        </ol>
        <p>
          <button type="button" class="primary" data-action="record" onClick={actions.record}>
            {t("record")}
          </button>
        </p>
        <p>{t("recordsUntil")}</p>
      </main>
    );
  }
  return (
    <main class="empty" aria-label={t("login")} data-waits="">
      <h1>{t("nowLogIn")}</h1>
      <p>{t(status.watched ? "nowLogInWatched" : "nowLogInHelp")}</p>
    </main>
  );
}

interface FootProps {
  status: Status | undefined;
  /** How many logins there are that are not shown here. */
  others: number;
  hasLogin: boolean;
  actions: Actions;
}

/** What this cannot see, and where there is more. */
function Foot({ status, others, hasLogin, actions }: FootProps) {
  if (!status) return null;
  const isBlind = !status.devtools && (status.watched || hasLogin);
  return (
    <footer class="foot">
      {isBlind && (
        <p data-blind="">
          {t(status.reading === "on" ? "answersPass" : "answersUnseen")}{" "}
          {status.reading === "off" && (
            <button type="button" class="link" data-action="answers" onClick={actions.readAnswers}>
              {t("letFirefox")}
            </button>
          )}
        </p>
      )}
      {status.private ? (
        <p>{t("privatePopup")}</p>
      ) : (
        <p>
          <button type="button" class="link" data-action="show-all" onClick={actions.showAll}>
            {t("showInTab")}
          </button>
          {others > 0 && t("alsoOthers", counted("otherLogin", others))}
        </p>
      )}
      <p class="muted">{t("looksAtAll")}</p>
    </footer>
  );
}
