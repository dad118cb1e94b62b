import type { ReactNode } from 'react';

/** Says why there is nothing here and what can be done about it. */
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
  /** 1 where it stands for the whole page. */
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
