import { type ReactNode, useId } from 'react';
import { classNames } from './class-names';

/** The title of a page with a description and actions. */
export function PageHeader({
  title,
  description,
  actions,
}: {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 lg:px-6">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {description && <p className="text-sm text-ink-muted">{description}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** A section of a page with a heading. */
export function Panel({
  title,
  actions,
  description,
  flush = false,
  children,
}: {
  readonly title: string;
  /** Content at the end of the heading line. */
  readonly actions?: ReactNode;
  readonly description?: ReactNode;
  /** Removes the padding, for tables. */
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
        {actions}
      </div>
      {description && <p className="px-4 text-sm text-ink-muted">{description}</p>}
      <div className={classNames('mt-3', flush ? 'border-t border-line' : 'px-4 pb-4')}>
        {children}
      </div>
    </section>
  );
}

/** Says why there is no content and what to do. */
export function EmptyState({
  title,
  children,
  actions,
  icon,
  level = 2,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly icon?: ReactNode;
  /** Heading level; 1 if this replaces the whole page. */
  readonly level?: 1 | 2;
}) {
  const Heading = `h${level}` as const;
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      {icon && (
        <span className="mb-2 grid size-10 place-items-center rounded-lg bg-neutral-soft text-ink-muted">
          {icon}
        </span>
      )}
      <Heading className="text-lg font-semibold">{title}</Heading>
      {children && <div className="text-ink-muted">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
