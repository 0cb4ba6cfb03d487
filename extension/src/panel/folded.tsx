import type { ComponentChildren } from "preact";

interface Props {
  title: string;
  /** How much is in it. */
  amount?: number;
  /** By what it is found. */
  name: string;
  isOpen?: boolean;
  onToggle?(isOpen: boolean): void;
  children: ComponentChildren;
}

/** A part of a message that is shown on a click. */
export function Folded({ title, amount, name, isOpen = false, onToggle, children }: Props) {
  return (
    <details
      class="folded"
      data-part={name}
      open={isOpen}
      onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}
    >
      <summary>
        <h2>{title}</h2> {amount}
      </summary>
      {children}
    </details>
  );
}
