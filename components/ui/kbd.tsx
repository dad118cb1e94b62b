import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** A key as printed on a keyboard; hidden from assistive technology when it only hints. */
export function Kbd({
  children,
  hint = false,
  className,
}: {
  readonly children: ReactNode;
  readonly hint?: boolean;
  readonly className?: string;
}) {
  return (
    <kbd
      aria-hidden={hint || undefined}
      className={classNames(
        'inline-flex h-[1.125rem] min-w-[1.125rem] items-center justify-center rounded-sm border border-current/25 px-1 font-sans text-2xs leading-none font-medium',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
