import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { type Tone, toneText } from './tone';

/** Shapes tell the tones apart without colour: circle ok, triangle warn, diamond danger, ring else. */
const shapes: Record<Tone, ReactNode> = {
  ok: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  warn: <path d="M5 1 9.4 9H.6Z" fill="currentColor" />,
  danger: <path d="M5 .4 9.6 5 5 9.6.4 5Z" fill="currentColor" />,
  neutral: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  accent: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="2.5" />,
  info: <rect x="1" y="1" width="8" height="8" rx="1" fill="currentColor" />,
};

/** A mark with its words beside it, or hidden but read out where the place says enough. */
export function Dot({
  tone,
  children,
  label,
  className,
}: {
  readonly tone: Tone;
  /** What stands beside the mark. */
  readonly children?: ReactNode;
  /** What the mark means, read out. */
  readonly label: string;
  readonly className?: string;
}) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 align-middle whitespace-nowrap',
        className,
      )}
    >
      <svg
        viewBox="0 0 10 10"
        role="img"
        aria-label={label}
        data-mark
        className={classNames('size-2.5 shrink-0', toneText[tone])}
      >
        <title>{label}</title>
        {shapes[tone]}
      </svg>
      {children}
    </span>
  );
}
