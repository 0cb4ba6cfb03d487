/** What words mean, for whoever does not know them: in one line, beside the word, when it is pointed at or reached by keys. */

import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Term as Known } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";

interface Glossary {
  gloss(name: string): string | undefined;
  /** Finds the words in sentences; undefined while they are not known. */
  words: RegExp | undefined;
}

const Glosses = createContext<Glossary>({ gloss: () => undefined, words: undefined });

interface ProviderProps {
  ask: Commands["ask"];
  children: ComponentChildren;
}

/** Knows all words, and shows what the one means that is pointed at. */
export function Terms({ ask, children }: ProviderProps) {
  const [known, setKnown] = useState<Known[]>([]);
  useEffect(() => {
    // Without them the panel says all else.
    ask({ about: "terms" }).then(setKnown, () => {});
  }, [ask]);
  const glossary = useMemo(() => glossaryOf(known), [known]);
  return (
    <Glosses.Provider value={glossary}>
      {children}
      <Tip />
    </Glosses.Provider>
  );
}

function glossaryOf(known: Known[]): Glossary {
  const glosses = new Map(known.map(({ name, gloss }) => [name, gloss]));
  const words = known.filter(({ in_text }) => in_text).map(({ name }) => name);
  return {
    gloss: (name) => glosses.get(name),
    words: words.length > 0 ? new RegExp(`(?<![\\w-])(?:${words.join("|")})(?![\\w-])`, "g") : undefined,
  };
}

interface TermProps {
  /** What it means, null for nothing; without it, what is known of the name. */
  gloss?: string | null;
  name: string;
  children?: ComponentChildren;
}

/** A word that says what it means, where that is known. */
export function Term({ name, gloss, children = name }: TermProps) {
  const known = useContext(Glosses).gloss(name);
  const meaning = gloss === undefined ? known : gloss;
  if (!meaning) return <>{children}</>;
  return (
    <button type="button" class="term" data-term={name} aria-description={meaning}>
      {children}
    </button>
  );
}

/** A sentence whose words say what they mean, each where it comes first. */
export function Sentence({ text }: { text: string }) {
  const { words } = useContext(Glosses);
  if (!words) return <>{text}</>;
  return (
    <>
      {pieces(text, words).map(({ text, isTerm }, position) =>
        isTerm ? <Term key={position} name={text} /> : text,
      )}
    </>
  );
}

/** A sentence in its words to be told of, and what is between them. */
export function pieces(text: string, words: RegExp): { text: string; isTerm: boolean }[] {
  const told = new Set<string>();
  const all = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(words)) {
    if (told.has(word)) continue;
    told.add(word);
    if (index > at) all.push({ text: text.slice(at, index), isTerm: false });
    all.push({ text: word, isTerm: true });
    at = index + word.length;
  }
  if (at < text.length) all.push({ text: text.slice(at), isTerm: false });
  return all;
}

/** The space between a word and what it means, and between that and the edge. */
const EDGE = 6;

function place(tip: HTMLElement, word: HTMLElement): void {
  const { left, top, bottom } = word.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const below = bottom + height + EDGE <= innerHeight;
  tip.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
  tip.style.top = `${below ? bottom : Math.max(0, top - height)}px`;
}

/** What the word means that is pointed at or has the focus, above all else that is shown. It goes with Esc. */
function Tip() {
  const [word, setWord] = useState<HTMLElement>();
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const wordOf = (target: EventTarget | null) =>
      target instanceof Element ? target.closest<HTMLElement>(".term") : null;
    const show = ({ target }: Event) => setWord(wordOf(target) ?? undefined);
    const keep = (event: PointerEvent) => {
      // Who reads it may point at it.
      if (event.target !== tip.current) show(event);
    };
    const hide = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !tip.current?.matches(":popover-open")) return;
      event.stopPropagation();
      event.preventDefault();
      setWord(undefined);
    };
    const gone = () => setWord(undefined);
    document.addEventListener("pointerover", keep);
    document.addEventListener("focusin", show);
    document.addEventListener("focusout", gone);
    document.addEventListener("keydown", hide, { capture: true });
    return () => {
      document.removeEventListener("pointerover", keep);
      document.removeEventListener("focusin", show);
      document.removeEventListener("focusout", gone);
      document.removeEventListener("keydown", hide, { capture: true });
    };
  }, []);
  useLayoutEffect(() => {
    const own = tip.current;
    if (!own || !word?.isConnected) return;
    own.showPopover();
    const follow = () => place(own, word);
    follow();
    // Who goes there by keys makes it scroll.
    document.addEventListener("scroll", follow, { capture: true, passive: true });
    return () => {
      document.removeEventListener("scroll", follow, { capture: true });
      own.hidePopover();
    };
  }, [word]);
  return (
    // Whoever does not see it hears the word's own description.
    <div ref={tip} class="tip" popover="manual" aria-hidden="true">
      {word?.getAttribute("aria-description")}
    </div>
  );
}
