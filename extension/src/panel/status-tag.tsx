import type { Message } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";

/** The method and how the request ended. */
export function StatusTag({ message }: { message: Message }) {
  const { method, status, error } = message;
  const broken = Boolean(error) || (status ?? 0) >= 400;
  return (
    <span class="ended">
      <span class="method">{method}</span>
      <span class={broken ? "tag error" : "tag"}>{status ?? (error ? t("failed") : "…")}</span>
    </span>
  );
}
