import { useEffect, useState } from "preact/hooks";
import type { Login, Row } from "../../generated/core.d.ts";
import type { Commands } from "./background.ts";

/** The login of a row in full: asked for when another row is shown, and when something in it changed. */
export function useLogin(row: Row | undefined, ask: Commands["ask"]): Login | undefined {
  const [login, setLogin] = useState<Login>();
  const key = row?.key;
  const revision = row?.revision;
  useEffect(() => {
    if (key === undefined) return;
    let isCurrent = true;
    const show = (login: Login | undefined) => isCurrent && login && setLogin(login);
    // A background that was stopped answers nothing; it tells everything anew when it is there again.
    ask({ about: "login", login: key }).then(show, () => {});
    return () => {
      isCurrent = false;
    };
  }, [key, revision, ask]);
  return login?.key === key ? login : undefined;
}
