import type { ReactNode } from 'react';
import { Dot } from '@/components/ui/dot';
import { Fact, Facts } from '@/components/ui/facts';
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
    <div className="rounded-lg border border-line bg-surface px-4 py-3">
      <Facts columns="grid-cols-2 sm:grid-cols-3 lg:grid-cols-5">
        {facts.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value ?? <Skeleton className="h-5 w-20" />}
          </Fact>
        ))}
      </Facts>
    </div>
  );
}
