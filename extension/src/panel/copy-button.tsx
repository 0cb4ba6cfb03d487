import type { ComponentChildren } from "preact";
import { t } from "../shared/texts.ts";
import { copyText } from "./copy.ts";
import { Icon } from "./icon.tsx";
import { useShortly } from "./use-shortly.ts";

interface Own {
  action: string;
  /** What it copies, for those who see the icon alone, or not even that. */
  title: string;
  /** Without words it is an icon. */
  children?: ComponentChildren;
}

interface Props extends Own {
  /** What is copied; undefined where there is nothing. */
  text(): Promise<string | undefined>;
}

/** Copies one thing, and says so in its own place. */
export function CopyButton({ text, ...own }: Props) {
  const copy = async () => {
    const copied = await text();
    if (copied === undefined) throw new Error("nothing is there");
    await copyText(copied);
    return t("copied");
  };
  return <TakeButton {...own} take={copy} />;
}

interface TakeProps extends Own {
  /** Takes something along, and answers with what to say of it. */
  take(): Promise<string>;
  /** What to say where it fails. */
  failure?: string;
}

/** Takes something along by the clipboard or as a file, or elsewhere. */
export function TakeButton({ action, title, take, failure = t("couldNotCopy"), children }: TakeProps) {
  const [said, say] = useShortly<string>();
  const onClick = () => void take().then(say, () => say(failure));
  return (
    <span class={children ? "copy" : "copy small"}>
      <button type="button" data-action={action} title={title} onClick={onClick}>
        {children ?? <Icon name="copy" label={title} />}
      </button>
      <span role="status" data-failed={said === failure ? "" : undefined}>
        {said}
      </span>
    </span>
  );
}
