/** What is said where the core is not there, of files as of a recording. */
export const UNAVAILABLE = "OAuth Lens could not start in this browser: its core did not load.";
