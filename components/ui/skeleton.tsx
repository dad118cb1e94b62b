import { classNames } from './class-names';

/** A placeholder for loading content; give it the final size by its class. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('block animate-pulse rounded-sm bg-neutral-soft', className)}
    />
  );
}
