/** A share from −1 to 1, drawn from the middle: what speaks for to the right, against to the left. */
export function SignedBar({ share, text }: { readonly share: number; readonly text: string }) {
  const size = Math.min(1, Math.abs(share)) * 50;
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      data-mark
      className="relative block h-2 w-full rounded-full bg-neutral-soft"
    >
      <span
        className={`absolute inset-y-0 ${share < 0 ? 'rounded-l-full bg-warn-solid' : 'rounded-r-full bg-accent'}`}
        style={
          share < 0
            ? { right: '50%', width: `${size.toFixed(1)}%` }
            : { left: '50%', width: `${size.toFixed(1)}%` }
        }
      />
      <span className="absolute -inset-y-0.5 left-1/2 w-px bg-ink-faint" />
    </span>
  );
}
