/** What the browser will ask, why, and how to take it back. */
export function WhyAccess() {
  return (
    <p>
      A login crosses several sites, so the browser will ask whether OAuth Lens may “read and change” data on
      all of them. It only reads, only while it records, and nothing leaves this browser. You can take it back
      at any time in the browser's settings of the extension.
    </p>
  );
}
