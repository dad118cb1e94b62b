import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** Names and values in columns. */
export function DescriptionList({
  columns = 'sm:grid-cols-2',
  children,
}: {
  /** Grid classes that set the number of columns. */
  readonly columns?: string;
  /** `DescriptionItem` elements. */
  readonly children: ReactNode;
}) {
  return <dl className={classNames('grid gap-x-6 gap-y-3', columns)}>{children}</dl>;
}

/** A value below its name. */
export function DescriptionItem({
  name,
  more,
  className,
  children,
}: {
  readonly name: string;
  /** Secondary text below the value. */
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
