import { classNames } from './class-names';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg' | 'icon';

const variants: Record<ButtonVariant, string> = {
  // Its border is drawn where the system chooses the colours, and takes backgrounds away.
  primary:
    'border border-transparent bg-accent text-accent-on shadow-control hover:bg-accent-hover',
  secondary: 'border border-line-strong bg-surface text-ink shadow-control hover:bg-hover',
  ghost: 'text-ink-muted hover:bg-hover hover:text-ink',
  danger: 'border border-line-strong bg-surface text-danger shadow-control hover:bg-danger-soft',
};

const sizes: Record<ButtonSize, string> = {
  sm: 'h-7 gap-1.5 rounded-md px-2 text-xs',
  md: 'h-8 gap-2 rounded-md px-3 text-sm',
  lg: 'h-10 gap-2 rounded-md px-4 text-base',
  icon: 'size-8 rounded-md',
};

/** The look of a button, for the links that must look like one too. */
export function buttonStyle(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'md',
  className?: string,
): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center font-medium whitespace-nowrap transition-colors select-none',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-55 disabled:cursor-not-allowed disabled:opacity-55',
    variants[variant],
    sizes[size],
    className,
  );
}
