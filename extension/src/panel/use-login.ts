import { useEffect, useState } from "preact/hooks";
import type { Login, Row } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";

/** The login of a row in full: asked for when another row is shown, and when something in it changed. */
export function useLogin(row: Row | undefined, ask: Commands["ask"]): Login | undefined {
  const [shown, setShown] = useState<{ login: Login; ask: Commands["ask"] }>();
  const key = row?.key;
  const revision = row?.revision;
  useEffect(() => {
    if (key === undefined) return;
    let isCurrent = true;
    const show = (login: Login | undefined) => isCurrent && login && setShown({ login, ask });
    // A background that was stopped answers nothing; it tells everything anew when it is there again.
    ask({ about: "login", login: key }).then(show, () => {});
    return () => {
      isCurrent = false;
    };
  }, [key, revision, ask]);
  // Another recording can have a login of that key.
  return shown?.ask === ask && shown.login.key === key ? shown.login : undefined;
}
