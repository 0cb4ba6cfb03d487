interface Props {
  number: number;
  onMessage(number: number): void;
}

/** Leads to another message. */
export function ToMessage({ number, onMessage }: Props) {
  return (
    <button
      type="button"
      class="to-message"
      title={`Show message ${number}`}
      onClick={() => onMessage(number)}
    >
      <span class="number">{number}</span>
      <span class="spoken">Show that message</span>
    </button>
  );
}
