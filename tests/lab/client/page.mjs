/**
 * The script of a single-page app. The same page begins the login and is its callback, also in a popup or in a
 * hidden frame; these only pass their URL on. `data-done` on the body says how it ended.
 */

import { authorizationRequest, finishLogin } from "./oauth.mjs";

const config = JSON.parse(document.getElementById("config").textContent);
const storageKey = `login ${config.name}`;
const isCallback = location.pathname === new URL(config.redirectUri).pathname;
const owner = window.opener ?? (window.parent === window ? undefined : window.parent);

document.getElementById("login").addEventListener("click", () => attempt(beginLogin));
if (isCallback && owner) owner.postMessage({ callback: location.href }, location.origin);
else if (isCallback) attempt(async () => greet(await finishRedirect()));
if (location.pathname.endsWith("/welcome")) show("ok", "Hello");

/** What went wrong is in the console, where nobody looks: the app is as vague as apps are. */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    console.error(error);
    show("error", "Login failed: invalid OAuth response");
  }
}

async function beginLogin() {
  if (config.via === "popup") {
    greet(await loginInPopup());
    return;
  }
  const { url, pending } = await authorizationRequest(config);
  sessionStorage.setItem(storageKey, JSON.stringify(pending));
  location.assign(url);
}

async function finishRedirect() {
  const pending = JSON.parse(sessionStorage.getItem(storageKey) ?? "{}");
  const { href, pathname } = location;
  if (config.habit === "router") history.replaceState(null, "", pathname);
  const user = await finishLogin(config, pending, href);
  if (config.habit === "router") location.hash = "#/home";
  return config.via === "frame" ? renewInFrame() : user;
}

async function loginInPopup() {
  // Opened within the click, or the browser blocks it.
  const popup = window.open("about:blank", "login", "width=480,height=640");
  const { url, pending } = await authorizationRequest(config);
  popup.location.assign(url);
  const callback = await callbackFrom(popup);
  popup.close();
  return finishLogin(config, pending, callback);
}

async function renewInFrame() {
  const { url, pending } = await authorizationRequest(config, { prompt: "none" });
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.src = url;
  document.body.append(frame);
  const callback = await callbackFrom(frame.contentWindow);
  frame.remove();
  return finishLogin(config, pending, callback);
}

/** The URL at which another window came back. */
function callbackFrom(source) {
  return new Promise((resolve) => {
    window.addEventListener("message", function listener(event) {
      if (event.source !== source || event.origin !== location.origin) return;
      window.removeEventListener("message", listener);
      resolve(event.data.callback);
    });
  });
}

function greet(user) {
  show("ok", `Hello ${user.name}`);
}

function show(done, text) {
  document.getElementById("result").textContent = text;
  document.body.dataset.done = done;
}
