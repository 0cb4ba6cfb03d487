import { useEffect, useState } from "preact/hooks";

/** For so long it is said that something was done, in milliseconds. */
const CONFIRMATION = 2_000;

/** Something that is said for a moment. */
export function useShortly<Said>(): [said: Said | undefined, say: (said: Said | undefined) => void] {
  const [said, say] = useState<Said>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => say(undefined), CONFIRMATION);
    return () => clearTimeout(timer);
  }, [said]);
  return [said, say];
}
