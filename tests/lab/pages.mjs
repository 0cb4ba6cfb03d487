/** The HTML of the lab. */

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  button { font: inherit; padding: .4rem 1rem; }
  li { margin: .6rem 0; }
  small, footer { opacity: .7; }
  #result { min-height: 1.5em; }
  body[data-done=error] #result { color: light-dark(#b00020, #ff8a80); }
`;

/** @param {{ name: string, title: string, about: string, url: string }[]} apps */
export function indexPage(apps) {
  const items = apps.map(
    ({ name, title, about, url }) =>
      `<li><a id="${escapeHtml(name)}" href="${escapeHtml(url)}">${escapeHtml(title)}</a><br><small>${escapeHtml(about)}</small></li>`,
  );
  return page(
    "Login lab",
    `<h1>Login lab</h1>
     <p>Each of these apps signs in at a real identity provider. Open the OAuth Lens panel in DevTools, pick an app, sign in.</p>
     <ul>${items.join("")}</ul>`,
  );
}

/**
 * The page of a single-page app: where the login begins, and where it comes back.
 *
 * @param {import("./apps.mjs").App} app
 * @param {object} config what `client/page.mjs` needs
 */
export function singlePageApp(app, config) {
  return page(
    app.title,
    `${introduction(app)}
     <button id="login">Sign in</button>
     <p id="result" role="status"></p>
     <script type="application/json" id="config">${JSON.stringify(config).replaceAll("<", "\\u003c")}</script>
     <script type="module" src="/client/page.mjs"></script>`,
  );
}

/**
 * The page of an app whose server does the login.
 *
 * @param {import("./apps.mjs").App} app
 * @param {{ done: "ok" | "error", text: string } | undefined} result
 */
export function serverApp(app, result) {
  return page(
    app.title,
    `${introduction(app)}
     <form action="/${escapeHtml(app.name)}/login"><button id="login">Sign in</button></form>
     <p id="result" role="status">${escapeHtml(result?.text ?? "")}</p>`,
    result && { done: result.done },
  );
}

/**
 * The login page of the identity provider.
 *
 * @param {import("./apps.mjs").App} app
 * @param {string} action
 */
export function loginPage(app, action) {
  return page(
    "Sign in",
    `<h1>Sign in</h1>
     <p>${escapeHtml(app.title)} wants to know who you are.</p>
     <form method="post" action="${escapeHtml(action)}">
       <button id="sign-in" name="answer" value="sign-in">Sign in as Alice</button>
       <button id="cancel" name="answer" value="cancel">Cancel</button>
     </form>`,
  );
}

function introduction({ title, about }) {
  return `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(about)}</p>`;
}

function page(title, content, data = {}) {
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`);
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>${escapeHtml(title)}</title>
  <link rel="icon" href="data:,">
  <style>${STYLE}</style>
</head>
<body${attributes.join("")}>
${content}
</body>
</html>
`;
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
