import type { Block } from "./src/panel/pages.ts";

export function rulePages(): Promise<Record<string, Block[]>>;
export function blocksOf(markdown: string, ids: { has(id: string): boolean }): Block[];
