import type { Mark, Row } from "../../generated/core.d.ts";
import { type TextKey, t } from "../shared/texts.ts";

export type IconName = keyof typeof PATHS;
export type Tone = "error" | "warning" | "info" | "ok" | "muted";

export interface IconProps {
  name: IconName;
  tone?: Tone;
  /** What the icon says to those who do not see it; without it, the icon is decoration. */
  label?: string;
}

export function Icon({ name, tone, label }: IconProps) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: most icons only repeat the text beside them.
    <svg
      class={`icon ${tone ?? ""}`}
      viewBox="0 0 16 16"
      width="14"
      height="14"
      role={label ? "img" : "presentation"}
      aria-hidden={!label}
    >
      {label && <title>{label}</title>}
      <path d={PATHS[name]} fill-rule="evenodd" />
    </svg>
  );
}

/** The mark of an outcome. */
export function outcomeIcon({ mark }: Row): Required<IconProps> {
  const { label, ...icon } = MARKS[mark];
  return { ...icon, label: t(label) };
}

const MARKS: Record<Mark, Pick<Required<IconProps>, "name" | "tone"> & { label: TextKey }> = {
  ok: { name: "ok", tone: "ok", label: "markOk" },
  warning: { name: "warning", tone: "warning", label: "markWarning" },
  failed: { name: "error", tone: "error", label: "markFailed" },
  abandoned: { name: "abandoned", tone: "muted", label: "markAbandoned" },
  running: { name: "running", tone: "info", label: "markRunning" },
  "out-of-sight": { name: "unseen", tone: "info", label: "markUnseen" },
};

const PATHS = {
  copy: "M5 1h9v10h-3v4H2V5h3zm1.5 1.5V5H11v4.5h1.5v-7zm-3 4v7h6v-7z",
  logins: "M2 3h12v2H2zM2 7h12v2H2zM2 11h8v2H2z",
  explain: "M2 2h12v9H8l-4 3v-3H2zm2 2v5h8V4zm1 1h6v1H5zm0 2h4v1H5z",
  token: "M5 4a4 4 0 1 0 3.9 5H11v2h2V9h2V7H8.9A4 4 0 0 0 5 4zm0 2.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z",
  open: "M1 3h5l1.5 2H15v8H1zm2 4v4h10V7z",
  error:
    "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM5.7 4.6 8 6.9l2.3-2.3 1.1 1.1L9.1 8l2.3 2.3-1.1 1.1L8 9.1l-2.3 2.3-1.1-1.1L6.9 8 4.6 5.7Z",
  warning: "M8 1.2 15.3 14H.7ZM7.2 6v4h1.6V6Zm0 5.2v1.6h1.6v-1.6Z",
  info: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM7.2 4h1.6v1.7H7.2Zm0 3h1.6v5H7.2Z",
  ok: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM7 11.3 3.9 8.2 5 7.1l2 2 4-4 1.1 1.1Z",
  running:
    "M3 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Zm5 0a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Zm5 0a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Z",
  abandoned: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM4.5 7.2h7v1.6h-7Z",
  unseen:
    "M8 3C4.5 3 1.8 5.5.8 8c1 2.5 3.7 5 7.2 5s6.2-2.5 7.2-5C14.2 5.5 11.5 3 8 3Zm0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z",
  follows: "M3.2 2h1.6v6.2h5.1L7.6 5.9l1.1-1.1L12.9 9l-4.2 4.2-1.1-1.1 2.3-2.3H3.2Z",
  recording: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z",
  paused: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Zm0 1.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8Z",
  clear:
    "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 1.5c1 0 2 .35 2.750.95L4.45 10.75A4.5 4.5 0 0 1 8 3.5Zm0 9c-1 0-2-.35-2.75-.95l6.3-6.3A4.5 4.5 0 0 1 8 12.5Z",
  settings:
    "M7 1h2l.3 1.900 1.300.55L12.200 2.300l1.500 1.500-1.150 1.600.55 1.300L15 7v2l-1.900.3-.55 1.300 1.150 1.600-1.500 1.500-1.600-1.150-1.300.55L9 15H7l-.3-1.900-1.300-.55-1.600 1.150-1.500-1.500 1.150-1.600-.55-1.300L1 9V7l1.900-.3.55-1.300L2.300 3.800l1.500-1.500 1.600 1.150 1.300-.55ZM8 5.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5Z",
  menu: "M3.5 6h9L8 11Z",
  close: "M4.1 3 8 6.9 11.9 3 13 4.1 9.1 8l3.9 3.9-1.1 1.1L8 9.1 4.1 13 3 11.9 6.9 8 3 4.1Z",
} as const;
