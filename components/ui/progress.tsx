/** How far something is: `value` of `max`, or under way without a known end when there is no value. */
export function Progress({
  label,
  value,
  max = 1,
}: {
  readonly label: string;
  readonly value?: number | undefined;
  readonly max?: number;
}) {
  const known = value !== undefined && max > 0;
  const share = known ? Math.min(1, Math.max(0, value / max)) : undefined;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={known ? max : undefined}
      aria-valuenow={known ? value : undefined}
      className="h-1.5 w-full shrink-0 overflow-hidden rounded-full bg-neutral-soft"
    >
      <div
        className={
          known
            ? 'h-full rounded-full bg-accent transition-[width] duration-300'
            : 'h-full w-1/3 animate-pulse rounded-full bg-accent'
        }
        style={share === undefined ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
