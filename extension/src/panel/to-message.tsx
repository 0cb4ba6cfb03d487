import { t } from "../shared/texts.ts";

interface Props {
  number: number;
  onMessage(number: number): void;
}

/** Leads to another message. */
export function ToMessage({ number, onMessage }: Props) {
  return (
    <button
      type="button"
      class="to-message"
      title={t("showMessage", number)}
      onClick={() => onMessage(number)}
    >
      <span class="number">{number}</span>
      <span class="spoken">{t("showThat")}</span>
    </button>
  );
}
