/** Runs the lab until it is stopped: `node lab/main.mjs [--app-port N] [--idp-port N]`. */

import { parseArgs } from "node:util";
import { startLab } from "./lab.mjs";

const { values } = parseArgs({
  options: {
    "app-port": { type: "string", default: "4400" },
    "idp-port": { type: "string", default: "4401" },
  },
});
const lab = await startLab({ ports: { app: Number(values["app-port"]), idp: Number(values["idp-port"]) } });

console.log(`Login lab: ${lab.url}\n`);
for (const { about, url } of lab.apps) console.log(`${url}  ${about}`);
