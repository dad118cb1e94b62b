import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { type Tone, toneSoft } from './tone';

/** A short label in a tone; its words carry the meaning, the colour only helps the eye. */
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
        toneSoft[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
