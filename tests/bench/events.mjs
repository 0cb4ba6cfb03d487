// A browsing session as browser events: pages that load scripts, images and data, and now and then a login.

import { readFile } from "node:fs/promises";

import { random, token } from "./random.mjs";

const LOGINS = 100;
/** A login has three requests: with these they are 5 % of all. */
const OTHERS = 57;

const RESOURCES = [
  ["script", "application/javascript", "static/js/chunk"],
  ["image", "image/webp", "img/photo"],
  ["xmlhttprequest", "application/json", "api/v2/items?page"],
  ["stylesheet", "text/css", "static/css/main"],
  ["font", "font/woff2", "fonts/inter"],
];

export async function events() {
  const login = await readFile(new URL("../wasm/login.json", import.meta.url), "utf8");
  const next = random(1);
  const list = [];
  let requests = 0;
  for (let number = 0; number < LOGINS; number++) {
    const start = 1_795_000_000_000 + number * 60_000;
    list.push(...loginEvents(login, number, start, next));
    requests += 3;
    for (let other = 0; other < OTHERS; other++) {
      list.push(...otherEvents(`${number}-${other}`, start + 2_000 + other * 20, next));
      requests += 1;
    }
  }
  return { list, requests, logins: LOGINS };
}

/** The recorded login with its own identifiers, values and time. */
function loginEvents(recorded, number, start, next) {
  const fresh = recorded
    .replaceAll("canary-state", `state-${token(next, 22)}`)
    .replaceAll("canary-code", `code-${token(next, 22)}`);
  const list = JSON.parse(fresh);
  const first = list[0].time;
  for (const event of list) {
    event.time += start - first;
    if (event.request !== undefined) event.request = `login-${number}-${event.request}`;
    if (event.tab !== undefined) event.tab = number + 1;
  }
  return list;
}

function otherEvents(request, time, next) {
  const [resource, type, path] = RESOURCES[next(RESOURCES.length)];
  const url = `https://cdn${next(4)}.shop.example/${path}${next(1000)}?v=${token(next, 12)}`;
  const headers = [
    ["content-type", type],
    ["cache-control", "public, max-age=31536000"],
    ["etag", `"${token(next, 16)}"`],
    ["set-cookie", `seen=${token(next, 20)}; Path=/; Secure`],
  ];
  return [
    { type: "requestStarted", request, time, method: "GET", url, resource, tab: 1 + next(3), frame: 0 },
    {
      type: "requestSent",
      request,
      time: time + 1,
      headers: [
        ["accept", "*/*"],
        ["referer", "https://www.shop.example/"],
        ["cookie", `session=${token(next, 32)}`],
        ["user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0"],
      ],
    },
    { type: "responseStarted", request, time: time + 30, status: 200, headers },
    { type: "completed", request, time: time + 35, status: 200, fromCache: false },
  ];
}
