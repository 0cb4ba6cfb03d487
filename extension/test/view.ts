/** A view as the core makes it, for unit tests and for looking at the panel without a browser's traffic. */

import type { Field, Finding, Login, Message, Row } from "../generated/core.d.ts";

export function makeFinding(finding: Partial<Finding> & { rule: string }): Finding {
  return {
    title: finding.rule,
    severity: "error",
    confidence: "high",
    confidence_text: undefined,
    stage: "exchange",
    actor: { id: "app-page", text: "The app's page must act." },
    verify: "Log in again.",
    disproof: "The provider's log shows another reason.",
    kind: "cause",
    explained_by: undefined,
    message: undefined,
    evidence: [],
    summary: "A sentence about this login.",
    why: "A sentence about why it matters.",
    fix: "One thing to do.",
    specifications: [
      { name: "RFC 6749 §4.1.3", url: "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3" },
    ],
    ...finding,
  };
}

export function makeMessage(message: Partial<Message> & { number: number }): Message {
  return {
    key: String(message.number),
    kind: "token-request",
    name: "Token request",
    method: "POST",
    url: "https://auth.example.com/token",
    status: 200,
    seen: "browser",
    source: undefined,
    via: "fetch",
    offset_ms: message.number * 140,
    duration_ms: 184,
    error: undefined,
    from: 0,
    to: 1,
    gist: "",
    joined_by: "the client and the time",
    parameters: [],
    request_headers: [],
    response_headers: [],
    response_fields: [],
    response_body: "application/json · 74 bytes",
    findings: [],
    ...message,
  };
}

export function makeLogin(login: Partial<Login> & { id: string }): Login {
  return {
    kind: "login",
    key: login.id,
    inside: undefined,
    undecided: [],
    telling: undefined,
    parties: [],
    title: "app.example.com → auth.example.com",
    description: "Code + PKCE",
    client_id: "web-shop",
    issuer: "https://auth.example.com",
    grant: "authorization_code",
    started: "2026-11-23T09:41:07.120Z",
    outcome: "succeeded",
    mark: "ok",
    groups: [],
    outcome_text: "Tokens arrived.",
    root_cause: undefined,
    hypotheses: [],
    findings: [],
    messages: [],
    not_seen: [],
    ...login,
  };
}

export function makeRow(row: Partial<Row> & { key: string }): Row {
  return {
    id: `login-${row.key}`,
    number: Number(row.key) || 1,
    revision: 1,
    kind: "login",
    title: "app.example.com → auth.example.com",
    name: "web-shop → auth.example.com",
    description: "Code + PKCE",
    inside: undefined,
    isSilent: false,
    lap: 0,
    started: "2026-11-23T09:41:07.120Z",
    outcome: "succeeded",
    outcomeText: "Signed in: tokens arrived.",
    cause: undefined,
    mark: "ok",
    messages: 4,
    findings: 0,
    search: "",
    tabs: [],
    ...row,
  };
}

function field(part: string, value: string, more: Partial<Field> = {}): Field {
  return {
    part,
    name: part.slice(part.lastIndexOf(".") + 1),
    value,
    secret: false,
    note: undefined,
    ...more,
  };
}

const CALLBACK = "https://app.example.com/callback";

const MESSAGES: Message[] = [
  makeMessage({
    number: 1,
    kind: "authorization-request",
    name: "Authorization request",
    method: "GET",
    url: "https://auth.example.com/authorize?response_type=code&client_id=web-shop&…",
    status: 302,
    via: "page",
    gist: "code · S256 · state#1 · nonce#1",
    parameters: [
      field("query.response_type", "code"),
      field("query.client_id", "web-shop"),
      field("query.redirect_uri", CALLBACK),
      field("query.state", "state#1 · 6 chars", { secret: true }),
      field("query.code_challenge", "challenge#1 · 43 chars", { secret: true }),
    ],
    response_headers: [field("response.header.location", `${CALLBACK}?code=code#1&state=state#1`)],
    response_body: "empty",
  }),
  makeMessage({
    number: 2,
    kind: "authorization-response",
    name: "Authorization response",
    method: "GET",
    url: `${CALLBACK}?code=code#1&state=state#1`,
    via: "page",
    gist: "code#1 · state ✔ same as in message 1",
  }),
  makeMessage({
    number: 3,
    kind: "preflight",
    name: "Preflight",
    method: "OPTIONS",
    status: 204,
    gist: "allows POST from https://app.example.com",
  }),
  makeMessage({
    number: 4,
    status: 400,
    gist: "invalid_grant · redirect_uri differs from message 1",
    parameters: [
      field("form.grant_type", "authorization_code"),
      field("form.client_id", "web-shop"),
      field("form.redirect_uri", `${CALLBACK}/`),
      field("form.code", "code#1 · 43 chars", { secret: true, note: "same as in message 2" }),
      field("form.code_verifier", "verifier#1 · 64 chars", { secret: true, note: "S256 matches message 1" }),
    ],
    response_headers: [
      field("response.header.access-control-allow-origin", "https://app.example.com"),
      field("response.header.cache-control", "no-store"),
      field("response.header.date", "Mon, 23 Nov 2026 09:41:08 GMT", { note: "clock +0.4 s" }),
    ],
    response_fields: [
      field("response.json.error", "invalid_grant"),
      field("response.json.error_description", "grant request is invalid"),
    ],
  }),
  makeMessage({
    number: 5,
    kind: "metadata",
    name: "Provider metadata",
    method: "GET",
    status: undefined,
    error: "net::ERR_CONNECTION_REFUSED",
    seen: "server",
    via: "server",
    gist: "no answer",
  }),
];

const FAILED = makeLogin({
  id: "login-2",
  outcome: "failed",
  mark: "failed",
  groups: [
    { role: "cause", head: 0, followers: [1, 2] },
    { role: "hygiene", head: 3, followers: [] },
  ],
  outcome_text: "The token request was refused.",
  root_cause: "redirect-uri/changed-at-token",
  messages: MESSAGES,
  not_seen: ["The response body of message 2 was not recorded."],
  findings: [
    makeFinding({
      rule: "redirect-uri/changed-at-token",
      title: "The token request sends a different redirect_uri than the authorization request",
      summary: `The authorization request sent ${CALLBACK}, the token request adds a slash at its end.`,
      why: "The server must compare the two values character for character, and refuse the code when they differ.",
      fix: "Build both values from one constant in the client.",
      message: 4,
      evidence: [
        {
          message: 1,
          part: "query.redirect_uri",
          shows: CALLBACK,
          runs: [{ text: CALLBACK, marked: false }],
          note: undefined,
          source: undefined,
        },
        {
          message: 4,
          part: "form.redirect_uri",
          shows: `${CALLBACK}/`,
          runs: [
            { text: CALLBACK, marked: false },
            { text: "/", marked: true },
          ],
          note: "one character more",
          source: undefined,
        },
      ],
    }),
    makeFinding({
      rule: "token-response/invalid-grant",
      title: "The server refused the code: invalid_grant",
      kind: "consequence",
      explained_by: "redirect-uri/changed-at-token",
      message: 4,
    }),
    makeFinding({
      rule: "callback/app-reports-error",
      title: "The app shows an error after the callback",
      kind: "consequence",
      severity: "info",
      explained_by: "token-response/invalid-grant",
    }),
    makeFinding({
      rule: "state/low-entropy",
      title: "state is 6 characters: guessable",
      kind: "hygiene",
      severity: "warning",
      message: 1,
    }),
  ],
});

/** The row of a login in the list. */
function rowOf(login: Login, index: number): Row {
  const cause = login.findings.find(({ rule }) => rule === login.root_cause);
  return makeRow({
    id: login.id,
    key: login.key,
    number: index + 1,
    kind: login.kind,
    title: login.title,
    name: login.title,
    description: login.description,
    inside: login.inside,
    started: login.started,
    outcome: login.outcome,
    outcomeText: login.outcome_text,
    cause: cause && { rule: cause.rule, title: cause.title, severity: cause.severity },
    mark: login.mark,
    messages: login.messages.length,
    findings: login.findings.length,
    search: [login.title, login.client_id, ...login.findings.map(({ rule }) => rule)].join("\n"),
  });
}

export const SAMPLE: Login[] = [
  makeLogin({
    id: "login-1",
    title: "localhost:5173 → login.partner.test",
    outcome: "out-of-sight",
    outcome_text: "The code went to the app's server; what it does with it cannot be seen here.",
    description: "Code",
    started: "2026-11-23T09:36:44Z",
    messages: MESSAGES.slice(0, 2),
    hypotheses: [
      {
        rule: "client-auth/wrong-secret",
        because: "The app shows an error page 300 ms after the callback.",
        look_at: "Look at the server's token call, or at the app's log.",
        command: 'curl -v "https://login.partner.test/token" -d grant_type=authorization_code -d code=CODE',
      },
      {
        rule: "redirect-uri/changed-at-token",
        because: "The callback's path ends in a slash that the app's routes drop.",
        look_at: "Compare redirect_uri in both requests.",
        command: undefined,
      },
    ],
  }),
  FAILED,
  makeLogin({
    id: "login-3",
    description: "Silent renew (hidden frame)",
    started: "2026-11-23T09:39:52Z",
    messages: MESSAGES.slice(0, 3),
  }),
  makeLogin({
    id: "login-4",
    title: "evil\u202Etxt.exe → a-very-long-subdomain-of-a-provider.with-a-long-name.example.org",
    outcome: "abandoned",
    outcome_text: "Nobody came back from the provider's page. <b>\u202Eright to left</b>",
    started: "2026-11-23T09:42:10Z",
    messages: MESSAGES.slice(0, 1),
  }),
  makeLogin({
    id: "login-5",
    outcome: "running",
    outcome_text: "Waiting for the provider.",
    started: "2026-11-23T09:43:00Z",
    messages: MESSAGES.slice(0, 1),
  }),
];

/** What the list shows of them. */
export const SAMPLE_ROWS: Row[] = SAMPLE.map(rowOf);
