import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Option<Key> {
  key: Key;
  /** `class` and `data-…` attributes of the option. */
  attributes: Record<string, string | undefined>;
  content: ComponentChildren;
}

interface Props<Key> {
  name: string;
  label: string;
  options: Option<Key>[];
  selected: Key | undefined;
  onSelect(key: Key): void;
}

/** A list with one selected option, which the arrow keys move. */
export function Listbox<Key extends string | number>({
  name,
  label,
  options,
  selected,
  onSelect,
}: Props<Key>) {
  const list = useRef<HTMLDivElement>(null);
  const index = options.findIndex(({ key }) => key === selected);
  const byKey = useRef(false);
  useEffect(() => {
    if (!byKey.current) return;
    byKey.current = false;
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = options[target(event.key, index, options.length)];
    if (!next) return;
    event.preventDefault();
    byKey.current = true;
    onSelect(next.key);
  };
  return (
    <div
      ref={list}
      id={name}
      class={name}
      role="listbox"
      aria-label={label}
      aria-activedescendant={index < 0 ? undefined : `${name}-${index}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {options.map(({ key, attributes, content }, position) => (
        // biome-ignore lint/a11y: the keys and the focus are the list's, which names its active descendant.
        <div
          key={key}
          id={`${name}-${position}`}
          role="option"
          aria-selected={key === selected}
          onClick={() => onSelect(key)}
          {...attributes}
        >
          {content}
        </div>
      ))}
    </div>
  );
}

/** Where a key leads; −1 for keys that lead nowhere. */
export function target(key: string, index: number, length: number): number {
  switch (key) {
    case "ArrowUp":
      return Math.max(0, index - 1);
    case "ArrowDown":
      return Math.min(length - 1, index + 1);
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return -1;
  }
}
