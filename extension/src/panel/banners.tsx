import type { Access, Notice, Status } from "../shared/protocol.ts";
import { counted, t } from "../shared/texts.ts";
import { Icon } from "./icon.tsx";

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
      {orphaned && <NoticeBanner name="orphaned" text={t("orphaned")} />}
      {status && status.access !== "all" && !(status.access === "none" && isEmpty) && (
        <AccessBanner access={status.access} onGrant={onGrant} />
      )}
      {status?.notices.map((notice) => (
        <NoticeBanner key={notice} name={notice} text={textOf(notice, status)} />
      ))}
    </div>
  );
}

const NOTICES = {
  evicted: "noticeEvicted",
  unwritten: "noticeUnwritten",
  skipped: "noticeSkipped",
  restarted: "noticeRestarted",
  tooDear: "noticeTooDear",
  unavailable: "unavailable",
} as const;

/** What was lost is counted, where it is. */
function textOf(notice: Notice, { dropped }: Status): string {
  return t(NOTICES[notice], counted("event", dropped));
}

const ACCESS_TEXTS = { none: "accessNone", some: "accessSome" } as const;

function AccessBanner({ access, onGrant }: { access: Exclude<Access, "all">; onGrant(): void }) {
  return (
    <div class="banner warning" role="status" data-banner="permission">
      <Icon name="warning" />
      <span>{t(ACCESS_TEXTS[access])}</span>
      <button type="button" data-action="grant" onClick={onGrant}>
        {t("allowAccess")}
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
