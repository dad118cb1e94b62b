import type { ReactNode } from 'react';

/** Says why there is nothing here and what can be done about it. */
export function EmptyState({
  title,
  children,
  actions,
  icon,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly icon?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      {icon && (
        <span className="mb-2 grid size-10 place-items-center rounded-lg bg-neutral-soft text-ink-muted">
          {icon}
        </span>
      )}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="text-ink-muted">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
