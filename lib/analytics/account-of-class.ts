import type { RoutableAccount } from '@/lib/routing/types';

/** An account of a class, of which nothing else is known, to put the rules of eligibility to. */
export function accountOfClass({
  segment,
  level,
}: Pick<RoutableAccount, 'segment' | 'level'>): RoutableAccount {
  return {
    id: '',
    name: '',
    segment,
    level,
    neediness: null,
    health: null,
    color: null,
    revenue: null,
    rejected: [],
  };
}
