// Browser events as a hostile site makes them: the same events every time.

import { random, token } from "./random.mjs";

const APP = "https://app.example.com";
const PROVIDER = "https://auth.example.com";
const START = Date.UTC(2026, 10, 23);

/** By name: batches of events, and one exchange more for the view after them. */
export const INPUTS = {
  "4,000 repeated parameters": (size) => input(size, repeatedParameters(4_000)),
  "20,000 hanging requests": (size) => input(size, hangingRequests(20_000)),
  "2,000 bodies of 250 KB": (size) => input(size, answers(2_000, tokens)),
  "400 error pages of 250 KB": (size) => input(size, answers(400, page, 502)),
  "200 answers of 8,000 members": (size) => input(size, answers(200, members)),
  "1,000 refused calls of 50 parameters": (size) => input(size, refusedCalls(1_000, 50)),
  "a URL of 1 MB and 10,000 cookies": (size) => input(size, longHeads()),
  "100,000 events at once": () => input(100_000, hangingRequests(50_000)),
};

function input(size, events) {
  return { batches: inBatches(events, size), more: [...exchange("more", START + 9e6, authorize("more"))] };
}

function* inBatches(events, size) {
  let batch = [];
  for (const event of events) {
    batch.push(event);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function* repeatedParameters(count) {
  const next = random(1);
  const repeated = Array.from({ length: count }, () => `&state=${token(next, 22)}`).join("");
  const location = `${APP}/callback?code=${token(next, 22)}${repeated}`;
  yield* redirected("1", START, `${authorize("1")}${repeated}`, location);
  yield* exchange("2", START + 500, location);
}

function* hangingRequests(count) {
  for (let number = 0; number < count; number++) {
    const url = number % 2 ? `${PROVIDER}/token` : authorize(`${number}`);
    yield* started(
      `${number}`,
      START + number * 10,
      url,
      number % 2 ? form({ code: `code-${number}` }) : undefined,
    );
  }
}

/** Logins one after another, each with a token call and its answer. */
function* answers(count, body, status = 200) {
  const next = random(2);
  for (let number = 0; number < count; number++) {
    const time = START + number * 1_000;
    const code = token(next, 22);
    const location = `${APP}/callback?code=${code}&state=${number}`;
    yield* redirected(`a${number}`, time, authorize(`${number}`), location);
    yield* exchange(`c${number}`, time + 100, location);
    yield* exchange(`t${number}`, time + 200, `${PROVIDER}/token`, form({ code, ...REDIRECT }), status);
    yield content(time + 200, status, body(next));
  }
}

/** Random words, of which every body has other ones: to draw all anew would take longer than what is measured. */
const drawn = random(5);
const WORDS = Array.from({ length: 40_000 }, () => token(drawn, 20));

function words(next, count) {
  const from = next(WORDS.length - count);
  return WORDS.slice(from, from + count);
}

function tokens(next) {
  const padding = words(next, 12_000).join(" ");
  return JSON.stringify({ access_token: token(next, 43), token_type: "Bearer", padding });
}

function page(next) {
  const rows = words(next, 5_000).map((word, row) => `<p class="row">Line ${row} was ${word}</p>`);
  return `<html><body>${rows.join("\n")}</body></html>`;
}

function members(next) {
  const all = words(next, 8_000).map((word, number) => [`member_${number}`, word]);
  return JSON.stringify({ access_token: token(next, 43), token_type: "Bearer", ...Object.fromEntries(all) });
}

/** One code that is exchanged again and again, with parameters of its own each time. */
function* refusedCalls(count, parameters) {
  const next = random(3);
  const location = `${APP}/callback?code=one-code&state=1`;
  yield* redirected("1", START, authorize("1"), location);
  yield* exchange("2", START + 100, location);
  for (let number = 0; number < count; number++) {
    const time = START + 1_000 + number * 100;
    const more = Array.from({ length: parameters }, (_, at) => [`field_${at}`, token(next, 16)]);
    const sent = form({ code: "one-code", ...REDIRECT, ...Object.fromEntries(more) });
    yield* exchange(`t${number}`, time, `${PROVIDER}/token`, sent, 400);
    yield content(time, 400, JSON.stringify({ error: "invalid_grant", error_description: "Code not valid" }));
  }
}

function* longHeads() {
  const next = random(4);
  const long = Array.from({ length: 40_000 }, (_, at) => `p${at}=${token(next, 20)}`).join("&");
  const cookies = Array.from({ length: 10_000 }, (_, at) => [
    "set-cookie",
    `c${at}=${token(next, 30)}; Path=/; Secure`,
  ]);
  const location = `${APP}/callback?code=one-code&state=1`;
  yield* redirected("1", START, `${authorize("1")}&${long}`, location, cookies);
  yield* exchange("2", START + 100, location, undefined, 200, cookies);
}

const REDIRECT = { redirect_uri: `${APP}/callback`, client_id: "web-shop", grant_type: "authorization_code" };

function authorize(state) {
  const query = new URLSearchParams({ response_type: "code", client_id: "web-shop", scope: "openid", state });
  return `${PROVIDER}/authorize?${query}&redirect_uri=${encodeURIComponent(REDIRECT.redirect_uri)}`;
}

function form(fields) {
  return { kind: "form", fields: Object.entries(fields).map(([name, value]) => [name, [value]]) };
}

function* started(request, time, url, body = { kind: "none" }) {
  const isCall = body.kind !== "none";
  const method = isCall ? "POST" : "GET";
  const resource = isCall ? "xmlhttprequest" : "main_frame";
  yield {
    type: "requestStarted",
    request,
    time,
    method,
    url,
    resource,
    tab: 1,
    frame: 0,
    initiator: APP,
    body,
  };
  yield { type: "requestSent", request, time: time + 1, headers: [["origin", APP]] };
}

function* redirected(request, time, url, location, headers = []) {
  yield* started(request, time, url);
  yield { type: "redirected", request, time: time + 50, status: 302, location, headers };
}

function* exchange(request, time, url, body, status = 200, more = []) {
  yield* started(request, time, url, body);
  const headers = [["content-type", "application/json"], ...more];
  yield { type: "responseStarted", request, time: time + 40, status, headers };
  yield { type: "completed", request, time: time + 50, status };
}

function content(time, status, text) {
  return {
    type: "content",
    method: "POST",
    url: `${PROVIDER}/token`,
    time,
    status,
    body: { kind: "text", text },
  };
}
