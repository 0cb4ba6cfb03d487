import { useState } from "preact/hooks";
import type { Row } from "../../generated/core.d.ts";
import { t } from "../shared/texts.ts";
import { Aside } from "./aside.tsx";
import type { Answers } from "./background.ts";
import { type Choice, shownMessage } from "./choice.ts";
import type { Shape } from "./happened.tsx";
import { LoginList } from "./login-list.tsx";
import { Splitter } from "./splitter.tsx";
import { Story } from "./story.tsx";
import { useLogin } from "./use-login.ts";

interface Props {
  /** Those that match the filter. */
  listed: Row[];
  row: Row;
  /** All logins. */
  all: Row[];
  /** How many logins the filter hides. */
  hidden: number;
  /** The keys of logins that failed unseen. */
  unread: ReadonlySet<string>;
  choice: Choice;
  isPrivate: boolean;
  answers: Answers;
  /** The tab that DevTools looks at, where it is known. */
  tab: number | undefined;
  onChoice(choice: Choice): void;
  /** Shows what filters hide. */
  onAll(): void;
}

/** The list of logins, the story of one, and beside it one of its messages. */
export function Logins(props: Props) {
  const { listed, all, row, hidden, unread, choice, tab, isPrivate, answers, onChoice, onAll } = props;
  const login = useLogin(row, answers.ask);
  const [shape, setShape] = useState<Shape>("list");
  const message = login && shownMessage(login, choice);
  const showMessage = (number: number) => {
    const shown = login?.messages.find((listed) => listed.number === number);
    onChoice({ ...choice, login: row.key, message: shown?.key });
  };
  return (
    <div class="body">
      <LoginList
        rows={listed}
        hidden={hidden}
        unread={unread}
        selected={row.key}
        isPrivate={isPrivate}
        tab={tab}
        onSelect={(key) => onChoice({ filter: choice.filter, login: key })}
        onAll={onAll}
      />
      <div class="scene">
        <section class="columns" aria-label={t("columns")}>
          <Splitter column="width-logins" of=".login-list" label={t("widthList")} isBefore />
          <Splitter column="width-detail" of=".detail" label={t("widthDetails")} isBefore={false} />
        </section>
        {login ? (
          <Story
            key={login.key}
            login={login}
            row={row}
            others={all.filter(({ key, kind }) => key !== row.key && kind === row.kind)}
            message={message?.number}
            shape={shape}
            ask={answers.ask}
            onShape={setShape}
            onMessage={showMessage}
          />
        ) : (
          // The login in full comes a moment after its row: until then its place is kept.
          <main class="story" aria-label={t("login")} aria-busy="true" />
        )}
        {login && message && (
          <Aside
            login={login}
            revision={row.revision}
            message={message}
            isChosen={choice.message !== undefined}
            commands={answers}
            onMessage={showMessage}
          />
        )}
      </div>
    </div>
  );
}
