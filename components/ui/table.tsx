import type { ComponentProps } from 'react';
import { classNames } from './class-names';

/** A plain table for a handful of rows; it scrolls sideways where there is no room. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return (
    <div className="overflow-x-auto">
      <table {...rest} className={classNames('w-full text-left text-sm', className)} />
    </div>
  );
}

export function Th({
  end = false,
  className,
  ...rest
}: ComponentProps<'th'> & { readonly end?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        'border-b border-line px-3 py-2 text-xs font-medium whitespace-nowrap text-ink-muted',
        end && 'text-right',
        className,
      )}
    />
  );
}

export function Td({
  end = false,
  className,
  ...rest
}: ComponentProps<'td'> & { readonly end?: boolean }) {
  return (
    <td
      {...rest}
      className={classNames('border-b border-line px-3 py-2', end && 'text-right', className)}
    />
  );
}
