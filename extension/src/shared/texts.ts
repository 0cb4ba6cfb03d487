/**
 * Every text of the panel, the popup and the pages, in the language of the browser or in the one that somebody chose. The tables lie
 * in `_locales`, where the browsers look for the manifest's texts. What the core says of a login is English, and stands in none.
 */

import de from "../_locales/de/messages.json" with { type: "json" };
import en from "../_locales/en/messages.json" with { type: "json" };

export type TextKey = keyof typeof en;

type Table = Record<TextKey, { message: string }>;

/** Languages, by their tag. */
const TABLES: Record<string, Table> = { en, de };

/** Languages and what each is called by those who speak it. */
export function languages(): { tag: string; name: string }[] {
  return Object.entries(TABLES).map(([tag, table]) => ({ tag, name: table.languageName.message }));
}

let spoken = "en";

/** Speaks the language that is wished for, else the first of the reader's that there is; answers with its tag. */
export function speak(wish: string, languages: readonly string[]): string {
  const tags = [wish, ...(Object.hasOwn(TABLES, wish) ? [] : languages)].map(
    (tag) => tag.toLowerCase().split("-")[0] ?? "",
  );
  spoken = tags.find((tag) => Object.hasOwn(TABLES, tag)) ?? "en";
  return spoken;
}

/** The tag of the language that is spoken. */
export function language(): string {
  return spoken;
}

/** A text, with values in the place of `$1`, `$2`. */
export function t(key: TextKey, ...values: (string | number)[]): string {
  return (TABLES[spoken] ?? en)[key].message.replace(PLACE, (_, place) => String(values[place - 1] ?? ""));
}

const PLACE = /\$([1-9])/g;

/** A text, and what stands in the place of `$1`, `$2` in it, in order. */
export function woven<Inside>(key: TextKey, ...inside: Inside[]): (string | Inside)[] {
  const [first = "", ...rest] = (TABLES[spoken] ?? en)[key].message.split(PLACE);
  const all: (string | Inside)[] = [first];
  for (let at = 0; at < rest.length; at += 2) {
    const one = inside[Number(rest[at]) - 1];
    if (one !== undefined) all.push(one);
    all.push(rest[at + 1] ?? "");
  }
  return all.filter((piece) => piece !== "");
}

/** What is counted: `1 login`, `1,204 requests`. */
type Counted = NounOf<TextKey>;
type NounOf<Key> = Key extends `${infer Noun}Many` ? Noun : never;

export function counted(noun: Counted, amount: number): string {
  return t(`${noun}${amount === 1 ? "One" : "Many"}`, new Intl.NumberFormat(spoken).format(amount));
}
