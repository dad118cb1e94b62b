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

/** Placeholders for the rows of a table or list. */
export function TableRowsSkeleton({ rows = 8 }: { readonly rows?: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change.
        <div key={row} className="flex h-9 items-center gap-6 border-b border-line px-3">
          <Skeleton className="h-3 w-1/4" />
          <Skeleton className="h-3 w-1/6" />
          <Skeleton className="ml-auto h-3 w-12" />
        </div>
      ))}
    </div>
  );
}
