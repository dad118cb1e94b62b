import Link from 'next/link';
import type { ReactNode } from 'react';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { Health } from '@/app/(app)/_shared/status-marks';
import { buttonClass } from '@/components/ui/button';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import { formatMoney, formatNumber } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import type { AccountDetails, AccountHistory } from '@/lib/analytics/account/get-account-history';

/** What the account is called, who has it, and what waits to be decided of it. */
export function AccountHeader({ history }: { readonly history: AccountHistory }) {
  const { id, name, standing, pending } = history;
  return (
    <PageHeader
      title={<span className="wrap-anywhere">{name}</span>}
      description={
        <>
          {name !== id && <span className="wrap-anywhere">{`${id} · `}</span>}
          <Ownership standing={standing} />
        </>
      }
      actions={
        pending && (
          <Link
            href={`/queue?row=${encodeURIComponent(pending.recommendationId)}`}
            data-print="none"
            className={buttonClass('primary')}
          >
            {`In the queue: ${truncateName(pending.csm)} recommended`}
          </Link>
        )
      }
    />
  );
}

function Ownership({ standing }: Pick<AccountHistory, 'standing'>) {
  if (!standing) return 'No longer among the accounts; its history is kept.';
  const { csm, needsCsm, since } = standing;
  return (
    <>
      {csm ? (
        <>
          {'Owned by '}
          <CsmLink name={csm} />
        </>
      ) : (
        'Nobody owns it'
      )}
      {needsCsm && (
        <>
          {' · needs a CSM'}
          {since && (
            <>
              {' since '}
              <Time at={since} show="absolute" />
            </>
          )}
        </>
      )}
    </>
  );
}

/** A button has room for so much of a name. */
function truncateName(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}

/** The account's scores as they are now; nothing where it is no longer among the accounts. */
export function AccountFacts({
  standing,
}: {
  readonly standing: AccountDetails | null | 'loading';
}) {
  if (standing === null) return null;
  const known = standing === 'loading' ? null : standing;
  const facts: [string, ReactNode][] = [
    ['Neediness', known && formatNumber(known.neediness, 1)],
    ['Health', known && <Health health={known.health} color={known.color} />],
    ['Revenue', known && formatMoney(known.revenue)],
    ['Class', known && ([known.segment, known.level].filter(Boolean).join(' · ') || '–')],
    ['Industry', known && (known.industry ?? '–')],
  ];
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-3">
      <DescriptionList columns="grid-cols-2 sm:grid-cols-3 lg:grid-cols-5">
        {facts.map(([name, value]) => (
          <DescriptionItem key={name} name={name}>
            {value ?? <Skeleton className="h-5 w-20" />}
          </DescriptionItem>
        ))}
      </DescriptionList>
    </div>
  );
}
