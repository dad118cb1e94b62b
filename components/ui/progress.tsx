import { type Tone, toneFillClass } from './badge';
import { classNames } from './class-names';

/** A progress bar: `value` of `max`, or indeterminate without a value. */
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

/** A share of a whole as a horizontal bar. */
export function Meter({
  share,
  text,
  tone = 'accent',
  mark,
  className,
}: {
  /** 0 to 1; other values are clamped. */
  readonly share: number;
  /** Accessible name, which includes the value. */
  readonly text: string;
  readonly tone?: Tone;
  /** A limit or earlier value from 0 to 1, drawn as a line. */
  readonly mark?: number | undefined;
  readonly className?: string;
}) {
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      data-mark
      className={classNames(
        'relative inline-block h-1.5 w-full overflow-hidden rounded-full bg-neutral-soft align-middle',
        className,
      )}
    >
      <span
        className={classNames('absolute inset-y-0 left-0 rounded-full', toneFillClass[tone])}
        style={{ width: percent(share) }}
      />
      {mark !== undefined && (
        <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: percent(mark) }} />
      )}
    </span>
  );
}

function percent(share: number): string {
  const bounded = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  return `${(bounded * 100).toFixed(1)}%`;
}
