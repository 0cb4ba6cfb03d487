import type { Access, Notice, Status } from "../shared/protocol.ts";
import { count } from "./format.ts";
import { Icon } from "./icon.tsx";
import { UNAVAILABLE } from "./unavailable.ts";

interface Props {
  status: Status | undefined;
  /** It was updated or removed. */
  orphaned: boolean;
  /** Nothing is listed: then the middle of the panel says what has to be done first. */
  isEmpty: boolean;
  onGrant(): void;
}

/** What keeps the panel from showing the whole truth, said plainly. */
export function Banners({ status, orphaned, isEmpty, onGrant }: Props) {
  return (
    <div>
      {orphaned && <NoticeBanner name="orphaned" text={ORPHANED} />}
      {status && status.access !== "all" && !(status.access === "none" && isEmpty) && (
        <AccessBanner access={status.access} onGrant={onGrant} />
      )}
      {status?.notices.map((notice) => (
        <NoticeBanner key={notice} name={notice} text={textOf(notice, status)} />
      ))}
    </div>
  );
}

const ORPHANED = "OAuth Lens was updated or removed. Close this (in DevTools: DevTools) and open it again.";

const NOTICES: Record<Notice, string> = {
  evicted: "The recording was full: the oldest logins were dropped. Clear, in the panel, starts afresh.",
  unwritten:
    "The browser does not keep all of this recording: if it stops the extension, what it did not keep is gone. " +
    "Copy what you need.",
  skipped: "Something could not be understood and was left out. Nothing else is lost by that.",
  restarted: "OAuth Lens had to start again: what was recorded before that was dropped",
  tooDear: "Reading the recording again took too long: what was recorded before that was dropped",
  unavailable: UNAVAILABLE,
};

function textOf(notice: Notice, { dropped }: Status): string {
  const isLoss = notice === "restarted" || notice === "tooDear";
  return isLoss ? `${NOTICES[notice]} (${count(dropped, "event")} in all).` : NOTICES[notice];
}

const ACCESS_TEXTS: Record<Exclude<Access, "all">, string> = {
  none: "OAuth Lens cannot see any request: the browser gives it no access to sites.",
  some: "OAuth Lens has only a part of the access that it needs. A login crosses several sites; what it may not see is missing here.",
};

function AccessBanner({ access, onGrant }: { access: Exclude<Access, "all">; onGrant(): void }) {
  return (
    <div class="banner warning" role="status" data-banner="permission">
      <Icon name="warning" />
      <span>{ACCESS_TEXTS[access]}</span>
      <button type="button" data-action="grant" onClick={onGrant}>
        Allow access…
      </button>
    </div>
  );
}

function NoticeBanner({ name, text }: { name: string; text: string }) {
  return (
    <div class="banner info" role="status" data-notice={name}>
      <Icon name="info" />
      <span>{text}</span>
    </div>
  );
}
