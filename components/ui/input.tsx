import type { ComponentProps } from 'react';
import { classNames } from './class-names';
import { controlStyle } from './control-style';

/** A one-line text input; sizes follow the button's. */
export function Input({
  compact = false,
  className,
  ...rest
}: ComponentProps<'input'> & { readonly compact?: boolean }) {
  return (
    <input
      {...rest}
      className={classNames(controlStyle, compact ? 'h-8 text-sm' : 'h-9', className)}
    />
  );
}
