import { type ReactNode, useId } from 'react';
import { classNames } from './class-names';

/** A part of a page with its own heading. */
export function Panel({
  title,
  aside,
  description,
  flush = false,
  children,
}: {
  readonly title: string;
  /** What stands at the end of the heading's line. */
  readonly aside?: ReactNode;
  readonly description?: ReactNode;
  /** Lets the content reach the edges, for tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="overflow-hidden rounded-lg border border-line bg-surface"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 pt-3">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      {description && <p className="px-4 text-sm text-ink-muted">{description}</p>}
      <div className={classNames('mt-3', flush ? 'border-t border-line' : 'px-4 pb-4')}>
        {children}
      </div>
    </section>
  );
}
