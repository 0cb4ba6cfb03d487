/** The same module once more, with a state of its own. */
declare module "*/core.js?apart" {
  type Core = typeof import("../../generated/core.js");
  const init: Core["default"];
  export default init;
  export const Session: Core["Session"];
  export const __wbg_reset_state: Core["__wbg_reset_state"];
}
