/** Asks what would change if another CSM received the account. */
export function WhyNotButton({
  csm,
  onWhyNot,
}: {
  readonly csm: string;
  readonly onWhyNot: (csm: string) => void;
}) {
  return (
    <button
      type="button"
      aria-label={`Why not ${csm}?`}
      onClick={() => onWhyNot(csm)}
      className="text-xs/6 text-accent-ink underline underline-offset-2"
    >
      Why not?
    </button>
  );
}
