/** The rules' pages, which lie beside the panel: read from there when somebody asks for the first one. */

export type Inline =
  | string
  | [kind: "span" | "em" | "strong", content: Inline[]]
  | [kind: "code" | "rule", text: string]
  | [kind: "a", href: string, content: Inline[]];

export type Block =
  | [kind: "h", depth: number, content: Inline[]]
  | [kind: "p", content: Inline[]]
  | [kind: "ul" | "ol", items: Block[][]]
  | [kind: "pre", text: string]
  | [kind: "table", rows: Inline[][][]];

let all: Promise<Map<string, Block[]>> | undefined;

/** The page of a rule; undefined where it has none. */
export async function pageOf(rule: string): Promise<Block[] | undefined> {
  all ??= read();
  // What failed once may go well the next time.
  all.catch(() => {
    all = undefined;
  });
  return (await all).get(rule);
}

async function read(): Promise<Map<string, Block[]>> {
  const response = await fetch("rules.json");
  return new Map(Object.entries((await response.json()) as Record<string, Block[]>));
}
