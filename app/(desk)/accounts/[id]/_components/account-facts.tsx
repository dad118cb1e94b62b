import type { ReactNode } from 'react';
import { Dot } from '@/components/ui/dot';
import { formatMoney, formatNumber } from '@/components/ui/format';
import { Skeleton } from '@/components/ui/skeleton';
import type { Tone } from '@/components/ui/tone';
import type { AccountStanding } from '@/lib/analytics/get-account-history';

const tones: Record<NonNullable<AccountStanding['color']>, Tone> = {
  red: 'danger',
  yellow: 'warn',
  green: 'ok',
};

/** The account's scores as they are now; nothing where it is no longer among the accounts. */
export function AccountFacts({
  standing,
}: {
  readonly standing: AccountStanding | null | 'loading';
}) {
  if (standing === null) return null;
  const known = standing === 'loading' ? null : standing;
  const facts: [string, ReactNode][] = [
    ['Neediness', known && formatNumber(known.neediness, 1)],
    [
      'Health',
      known && (
        <Dot tone={known.color ? tones[known.color] : 'neutral'} label={known.color ?? 'unknown'}>
          {`${formatNumber(known.health)}${known.color ? ` ${known.color}` : ''}`}
        </Dot>
      ),
    ],
    ['Revenue', known && formatMoney(known.revenue)],
    ['Class', known && ([known.segment, known.level].filter(Boolean).join(' · ') || '–')],
    ['Industry', known && (known.industry ?? '–')],
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-lg border border-line bg-surface px-4 py-3 sm:grid-cols-3 lg:grid-cols-5">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-ink-muted">{name}</dt>
          <dd className="font-medium wrap-anywhere">
            {value ?? <Skeleton className="h-5 w-20" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
