/** The tabs beside the story, in the order of their names. */
export { message } from "./message.tsx";
export { stored } from "./stored.tsx";
export { tokens } from "./tokens.tsx";
