import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** Facts with their names, side by side where there is room. */
export function DescriptionList({
  columns = 'sm:grid-cols-2',
  children,
}: {
  /** Classes that say how many stand side by side. */
  readonly columns?: string;
  /** Each a `Fact`. */
  readonly children: ReactNode;
}) {
  return <dl className={classNames('grid gap-x-6 gap-y-3', columns)}>{children}</dl>;
}

/** A fact under its name. */
export function DescriptionItem({
  name,
  more,
  className,
  children,
}: {
  readonly name: string;
  /** What else is to be known of it. */
  readonly more?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={classNames('min-w-0', className)}>
      <dt className="text-xs text-ink-muted">{name}</dt>
      <dd className="wrap-anywhere">
        {children}
        {more && <p className="text-xs text-ink-muted">{more}</p>}
      </dd>
    </div>
  );
}
