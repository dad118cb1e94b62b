import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names';
import { Spinner } from './spinner';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** The equivalent keyboard shortcut, shown on the button. */
  readonly keyHint?: string | undefined;
  /** Shows a spinner and ignores clicks. The button stays focusable. */
  readonly busy?: boolean;
}

/** A button. It submits a form only with `type="submit"`. */
export function Button({
  variant = 'secondary',
  size = 'md',
  keyHint,
  busy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      aria-keyshortcuts={keyHint}
      className={buttonClass(variant, size, className)}
      onClick={(event) => {
        if (busy || rest['aria-disabled']) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy && <Spinner />}
      {children}
      {keyHint && <Kbd hint>{keyHint}</Kbd>}
    </button>
  );
}

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg' | 'icon';

const variantClasses: Record<ButtonVariant, string> = {
  // In forced-colors mode, which removes backgrounds, the border becomes visible.
  primary:
    'border border-transparent bg-accent text-accent-on shadow-control hover:bg-accent-hover',
  secondary: 'border border-line-strong bg-surface text-ink shadow-control hover:bg-hover',
  ghost: 'text-ink-muted hover:bg-hover hover:text-ink',
  danger: 'border border-line-strong bg-surface text-danger shadow-control hover:bg-danger-soft',
};

const sizeClasses: Record<ButtonSize, string> = {
  sm: 'h-7 gap-1.5 rounded-md px-2 text-xs',
  md: 'h-8 gap-2 rounded-md px-3 text-sm',
  lg: 'h-10 gap-2 rounded-md px-4 text-base',
  icon: 'size-8 rounded-md',
};

/** The classes of a button, for links that look like one. */
export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'md',
  className?: string,
): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap transition-colors select-none print:hidden',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-55 disabled:cursor-not-allowed disabled:opacity-55',
    variantClasses[variant],
    sizeClasses[size],
    className,
  );
}

/**
 * A keyboard key. A `hint` is hidden from screen readers, because the button states its shortcut, and
 * on touch screens, which have no keyboard.
 */
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
        hint && 'pointer-coarse:hidden',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
