import type { ReactNode } from 'react';

/** Facts with their names, and what else is to be known of each. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">{children}</dl>;
}

export function Fact({
  name,
  more,
  children,
}: {
  readonly name: string;
  readonly more?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-muted">{name}</dt>
      <dd>
        {children}
        {more && <p className="text-xs text-ink-muted">{more}</p>}
      </dd>
    </div>
  );
}
