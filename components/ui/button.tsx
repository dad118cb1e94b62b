import type { ComponentProps } from 'react';
import { type ButtonSize, type ButtonVariant, buttonStyle } from './button-style';
import { Kbd } from './kbd';
import { Spinner } from './spinner';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** The shortcut that does the same, printed on the button. */
  readonly keyHint?: string | undefined;
  /** Shows that the work goes on and ignores further clicks, keeping focus where it is. */
  readonly busy?: boolean;
}

/** A button; `type="button"` unless said otherwise, so that it never submits by surprise. */
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
      className={buttonStyle(variant, size, className)}
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
