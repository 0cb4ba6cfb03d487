import type { Row } from "../../generated/core.d.ts";
import { Aside } from "./aside.tsx";
import type { Answers } from "./background.ts";
import { type Choice, shownMessage } from "./choice.ts";
import { LoginList } from "./login-list.tsx";
import { Story } from "./story.tsx";
import { useLogin } from "./use-login.ts";

interface Props {
  /** Those that match the filter. */
  listed: Row[];
  row: Row;
  choice: Choice;
  isPrivate: boolean;
  answers: Answers;
  onChoice(choice: Choice): void;
}

/** The list of logins, the story of one, and beside it one of its messages. */
export function Logins({ listed, row, choice, isPrivate, answers, onChoice }: Props) {
  const login = useLogin(row, answers.ask);
  const message = login && shownMessage(login, choice);
  const showMessage = (number: number) => onChoice({ ...choice, login: row.key, message: number });
  return (
    <div class="body">
      <LoginList
        rows={listed}
        selected={row.key}
        isPrivate={isPrivate}
        onSelect={(key) => onChoice({ filter: choice.filter, login: key })}
      />
      <div class="scene">
        {login && (
          <Story key={login.key} login={login} row={row} message={message?.number} onMessage={showMessage} />
        )}
        {login && message && (
          <Aside
            login={login}
            revision={row.revision}
            message={message}
            commands={answers}
            onMessage={showMessage}
          />
        )}
      </div>
    </div>
  );
}
