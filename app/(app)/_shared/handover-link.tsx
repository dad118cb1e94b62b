import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { type ScopeQuery, scopeHref } from './scope-params';

/** A link to the handover, in a page's period and filters; by default, of the last week. */
export function HandoverLink({ query }: { readonly query?: ScopeQuery }) {
  return (
    <Link
      href={query ? scopeHref('/handover', query) : '/handover'}
      prefetch={false}
      data-print="none"
      className={buttonClass('secondary')}
    >
      Handover
    </Link>
  );
}
