import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** The meaning of a color. `neutral` and `accent` carry no judgment. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'danger' | 'info';

export const toneSoftClass: Record<Tone, string> = {
  neutral: 'bg-neutral-soft text-neutral',
  accent: 'bg-accent-soft text-accent-ink',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
  info: 'bg-info-soft text-info',
};

const toneTextClass: Record<Tone, string> = {
  neutral: 'text-ink-muted',
  accent: 'text-accent-ink',
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  info: 'text-info',
};

export const toneFillClass: Record<Tone, string> = {
  neutral: 'bg-ink-faint',
  accent: 'bg-accent',
  ok: 'bg-ok-solid',
  warn: 'bg-warn-solid',
  danger: 'bg-danger-solid',
  info: 'bg-info',
};

/** A short label. The text carries the meaning; the color only supports it. */
export function Badge({
  tone = 'neutral',
  children,
  title,
  className,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly title?: string | undefined;
  readonly className?: string;
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-5 max-w-full items-center gap-1 truncate rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        toneSoftClass[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** Shapes that distinguish the tones without color. */
const toneShapes: Record<Tone, ReactNode> = {
  ok: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  warn: <path d="M5 1 9.4 9H.6Z" fill="currentColor" />,
  danger: <path d="M5 .4 9.6 5 5 9.6.4 5Z" fill="currentColor" />,
  neutral: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  accent: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="2.5" />,
  info: <rect x="1" y="1" width="8" height="8" rx="1" fill="currentColor" />,
};

/** A colored shape with an accessible label and optional text beside it. */
export function StatusDot({
  tone,
  children,
  label,
  className,
}: {
  readonly tone: Tone;
  /** Visible text beside the shape. */
  readonly children?: ReactNode;
  /** Accessible name of the shape. */
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
        className={classNames('size-2.5 shrink-0', toneTextClass[tone])}
      >
        <title>{label}</title>
        {toneShapes[tone]}
      </svg>
      {children}
    </span>
  );
}
