import { classNames } from './class-names';
import { type Tone, toneFill } from './tone';

/** A share of a whole as a horizontal bar; `text` is the same in words, for those who do not see it. */
export function Bar({
  share,
  text,
  tone = 'accent',
  mark,
  className,
}: {
  /** 0 to 1; what lies outside is drawn at the end. */
  readonly share: number;
  readonly text: string;
  readonly tone?: Tone;
  /** A limit or earlier value, drawn as a line; 0 to 1. */
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
        className={classNames('absolute inset-y-0 left-0 rounded-full', toneFill[tone])}
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
