import type { CookieRow, CookieState, CookieTable } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import { Folded } from "./folded.tsx";
import { Icon, type IconProps } from "./icon.tsx";
import { ToMessage } from "./to-message.tsx";

interface Props {
  cookies: CookieTable;
  /** The message that they are of. */
  number: number;
  onMessage(number: number): void;
}

/** What a message's cookies are, and why they came along or did not. */
export function Cookies({ cookies, number, onMessage }: Props) {
  const rows = (title: string, all: CookieRow[]) =>
    all.length > 0 && (
      <>
        <h3>{title}</h3>
        <ul class="verdicts">
          {all.map((row, position) => (
            <Cookie key={position} row={row} number={number} onMessage={onMessage} />
          ))}
        </ul>
      </>
    );
  const amount = cookies.asked.length + cookies.set.length;
  return (
    <Folded title={t("cookies")} amount={amount} name="cookies">
      {cookies.notes.map((note) => (
        <p key={note} class="none">
          {note}
        </p>
      ))}
      {rows(t("cookiesSent"), cookies.asked)}
      {rows(t("cookiesSet"), cookies.set)}
    </Folded>
  );
}

function Cookie({ row, number, onMessage }: { row: CookieRow } & Omit<Props, "cookies">) {
  const { name, state, says, why, attributes, message } = row;
  return (
    <li data-cookie={name} data-state={state}>
      <Icon {...ICONS[state]} />
      <div>
        <code>
          <bdi>{name}</bdi>
        </code>{" "}
        <span class="tag">{says}</span> <bdi>{why}</bdi>{" "}
        {message != null && message !== number && <ToMessage number={message} onMessage={onMessage} />}
        {attributes && <bdi class="attributes">{attributes}</bdi>}
      </div>
    </li>
  );
}

/** What did not come along is no fault in itself. */
const ICONS: Record<CookieState, IconProps> = {
  ok: { name: "ok", tone: "ok" },
  no: { name: "abandoned", tone: "warning" },
  unknown: { name: "unseen", tone: "muted" },
  removed: { name: "close", tone: "muted" },
};
