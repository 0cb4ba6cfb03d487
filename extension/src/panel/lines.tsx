import type { ComponentChildren } from "preact";

interface Props {
  label: string;
  /** What they are. */
  kind: string;
  children: ComponentChildren;
}

/** Text in lines, which scrolls in itself. */
export function Lines({ label, kind, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by keyboard.
    <section class="lines" tabIndex={0} aria-label={label} data-lines={kind}>
      {children}
    </section>
  );
}
