import Link from 'next/link';
import { buttonClass } from './button';
import { FormattedNumber } from './format-provider';
import { ChevronLeftIcon, ChevronRightIcon } from './icons';

/** Links to the previous and next page of a list. */
export function Pagination({
  page,
  size,
  total,
  href,
  onNavigate,
  label = 'Pagination',
}: {
  /** Current page, from 1. */
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly href: (page: number) => string;
  /** Shows a page instead of following its link in this tab. */
  readonly onNavigate?: (page: number) => void;
  readonly label?: string;
}) {
  const last = Math.max(1, Math.ceil(total / size));
  const from = total === 0 ? 0 : Math.min((page - 1) * size + 1, total);
  const to = Math.min(page * size, total);
  return (
    <nav aria-label={label} className="flex items-center gap-2 text-sm text-ink-muted">
      <span aria-live="polite">
        {page > last ? (
          <>
            Page <FormattedNumber value={page} /> does not exist
          </>
        ) : (
          <>
            <FormattedNumber value={from} />–<FormattedNumber value={to} /> of{' '}
            <FormattedNumber value={total} />
          </>
        )}
      </span>
      <PageLink
        to={page > last ? last : page - 1}
        enabled={page > 1}
        href={href}
        onNavigate={onNavigate}
        name="Previous page"
      >
        <ChevronLeftIcon />
      </PageLink>
      <PageLink
        to={page + 1}
        enabled={page < last}
        href={href}
        onNavigate={onNavigate}
        name="Next page"
      >
        <ChevronRightIcon />
      </PageLink>
    </nav>
  );
}

function PageLink({
  to,
  enabled,
  href,
  onNavigate,
  name,
  children,
}: {
  readonly to: number;
  readonly enabled: boolean;
  readonly href: (page: number) => string;
  readonly onNavigate: ((page: number) => void) | undefined;
  readonly name: string;
  readonly children: React.ReactNode;
}) {
  const style = buttonClass('secondary', 'icon');
  if (!enabled) {
    return (
      <span aria-hidden="true" className={`${style} opacity-40`}>
        {children}
      </span>
    );
  }
  return (
    <Link
      href={href(to)}
      prefetch={false}
      scroll={false}
      aria-label={name}
      className={style}
      // Server components cannot pass a function.
      {...(onNavigate && {
        onNavigate: (event) => {
          event.preventDefault();
          onNavigate(to);
        },
      })}
    >
      {children}
    </Link>
  );
}
