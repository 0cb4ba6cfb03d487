/** What is shown of a view: what the user chose, or what is most worth looking at. */

import type { Finding, Login, Message, Row } from "../../generated/core.d.ts";

/** What the user chose; undefined while the panel chooses. */
export interface Choice {
  /** Its key. */
  login?: string | undefined;
  message?: number | undefined;
  filter: string;
}

/** The rows that match the filter, the newest first. Every word has to occur somewhere. */
export function listedRows(rows: Row[], filter: string): Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => words.every((word) => searchText(row).includes(word))).reverse();
}

/** The chosen row, or else the newest. */
export function shownRow(listed: Row[], choice: Choice): Row | undefined {
  return listed.find((row) => row.key === choice.login) ?? listed[0];
}

/** The chosen message, or else the one with the root cause, or else the first. */
export function shownMessage(login: Login, choice: Choice): Message | undefined {
  const number = choice.message ?? rootCause(login)?.message;
  return login.messages.find((message) => message.number === number) ?? login.messages[0];
}

export function rootCause(login: Login): Finding | undefined {
  return login.root_cause ? login.findings.find((finding) => finding.rule === login.root_cause) : undefined;
}

export interface FindingGroup {
  finding: Finding;
  /** What follows from it, directly or through others. */
  consequences: Finding[];
}

/** Each finding that stands on its own with all that follows from it; habits worth changing come last. */
export function groupFindings(findings: Finding[]): FindingGroup[] {
  const heads = findings.filter((finding) => headOf(finding, findings) === finding);
  const groups = heads.map((head) => ({
    finding: head,
    consequences: findings.filter((finding) => finding !== head && headOf(finding, findings) === head),
  }));
  return [
    ...groups.filter(({ finding }) => finding.kind !== "hygiene"),
    ...groups.filter(({ finding }) => finding.kind === "hygiene"),
  ];
}

/** Follows `explained_by` to its end; findings that explain each other in a circle stand on their own. */
function headOf(finding: Finding, findings: Finding[]): Finding {
  const passed = new Set<Finding>();
  let head = finding;
  while (!passed.has(head)) {
    passed.add(head);
    const cause = findings.find((other) => other !== head && other.rule === head.explained_by);
    if (!cause) return head;
    head = cause;
  }
  return finding;
}

function searchText({ search, description, kind, outcome }: Row): string {
  return [search, description, kind, outcome].join("\n").toLowerCase();
}
