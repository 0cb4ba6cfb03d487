/** What is shown of a view: what the user chose, or what is most worth looking at. */

import type { Finding, Login, Message, Row } from "../../generated/core.d.ts";

/** What the user chose; undefined while the panel chooses. */
export interface Choice {
  /** Its key. */
  login?: string | undefined;
  /** Its key: its number changes when an earlier message is told late. */
  message?: string | undefined;
  filter: string;
}

/** The rows that match the filter, of one tab or of all, the newest first. Every word has to occur somewhere. */
export function listedRows(rows: Row[], filter: string, tab?: number): Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .filter((row) => tab === undefined || isOfTab(row, tab))
    .filter((row) => words.every((word) => searchText(row).includes(wanted(word))))
    .reverse();
}

/** A number like a status is one, and no part of a port or an identifier. */
function wanted(word: string): string {
  return /^[1-5]\d\d$/.test(word) ? `status ${word}` : word;
}

/** Whether a login runs in a tab, or in a popup of it. What no browser showed runs in any. */
export function isOfTab({ tabs }: Row, tab: number): boolean {
  return tabs.length === 0 || tabs.includes(tab);
}

/** The chosen row, or else the newest. */
export function shownRow(listed: Row[], choice: Choice): Row | undefined {
  return listed.find((row) => row.key === choice.login) ?? listed[0];
}

/** The chosen message, or else the most telling one, or else the first. */
export function shownMessage(login: Login, choice: Choice): Message | undefined {
  const { messages, telling } = login;
  return (
    messages.find(({ key }) => key === choice.message) ??
    messages.find(({ number }) => number === telling) ??
    messages[0]
  );
}

export function rootCause(login: Login): Finding | undefined {
  return login.root_cause ? login.findings.find((finding) => finding.rule === login.root_cause) : undefined;
}

export interface FindingGroup {
  finding: Finding;
  /** What follows from it, directly or through others. */
  consequences: Finding[];
}

/** The groups of a login's findings, as the core made them. */
export function groupsOf({ groups, findings }: Login): FindingGroup[] {
  return groups.flatMap(({ head, followers }) => {
    const finding = findings[head];
    const consequences = followers.flatMap((index) => findings[index] ?? []);
    return finding ? [{ finding, consequences }] : [];
  });
}

function searchText({ search, description, kind, outcome, outcomeText, cause }: Row): string {
  return [search, description, kind, outcome, outcomeText, cause?.title ?? ""].join("\n").toLowerCase();
}
