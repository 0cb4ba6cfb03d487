import type { Plugin } from "esbuild";
export const trap: Plugin;
