import type { ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';

/** A plain table for a handful of rows; it scrolls inside itself where there is no room. */
export function Table({
  label,
  scrollClass,
  className,
  ...rest
}: ComponentProps<'table'> & {
  /** What the table lists, read out. */
  readonly label: string;
  /** The size of what scrolls, such as a greatest height. */
  readonly scrollClass?: string | undefined;
}) {
  return (
    <section
      aria-label={label}
      // Without anything to focus inside, a region that scrolls must be reachable itself.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
      tabIndex={0}
      data-print="flow"
      className={classNames('overflow-auto -outline-offset-2', scrollClass)}
    >
      <table
        {...rest}
        aria-label={label}
        className={classNames(
          'w-full border-separate border-spacing-0 text-left text-sm',
          className,
        )}
      />
    </section>
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
        'sticky top-0 z-10 border-b border-line bg-surface px-3 py-2 text-xs font-medium whitespace-nowrap text-ink-muted',
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
      className={classNames(
        'border-b border-line px-3 py-2',
        end && 'text-right whitespace-nowrap',
        className,
      )}
    />
  );
}
