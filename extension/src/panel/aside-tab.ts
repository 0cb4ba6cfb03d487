import type { ComponentType } from "preact";
import type { Login, Message } from "../../generated/core.d.ts";
import type { Answers } from "./background.ts";

/** A tab beside the story: a file of `aside/`. */
export interface AsideTab {
  label(message: Message): string;
  /** Whether it is there at all; without this it is always. */
  isThere?(commands: Answers): boolean;
  Content: ComponentType<AsideProps>;
}

export interface AsideProps {
  login: Login;
  /** Another number whenever something in the login changed. */
  revision: number;
  message: Message;
  /** Whether the user chose it. */
  isChosen: boolean;
  commands: Answers;
  /** Chooses a message, and shows it. */
  onMessage(number: number): void;
}
