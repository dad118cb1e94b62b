import { classNames } from './class-names';

/** A decorative spinner; put a text beside it that says what is happening. */
export function Spinner({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-block size-3.5 animate-spin rounded-full border-2 border-current/25 border-t-current',
        className,
      )}
    />
  );
}
