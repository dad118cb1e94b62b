import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { controlStyle } from './control-style';
import { ChevronDownIcon } from './icons';

/** The platform's own select, which every device already knows how to operate. */
export function Select({
  compact = false,
  className,
  children,
  ...rest
}: ComponentProps<'select'> & { readonly compact?: boolean }) {
  return (
    <span className={classNames('relative inline-block', className ?? 'w-full')}>
      <select
        {...rest}
        className={classNames(
          controlStyle,
          'appearance-none pr-8',
          compact ? 'h-8 text-sm' : 'h-9',
        )}
      >
        {children}
      </select>
      <ChevronDownIcon className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-ink-muted" />
    </span>
  );
}
