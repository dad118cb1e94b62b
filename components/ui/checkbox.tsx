import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';

/** A checkbox with its label, which may be hidden but is always read out. */
export function Checkbox({
  label,
  hideLabel = false,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & {
  readonly label: ReactNode;
  readonly hideLabel?: boolean;
}) {
  return (
    <label className={classNames('inline-flex min-h-6 items-center gap-2 text-sm', className)}>
      <input {...rest} type="checkbox" className="size-4 shrink-0 accent-accent" />
      <span className={hideLabel ? 'sr-only' : undefined}>{label}</span>
    </label>
  );
}
