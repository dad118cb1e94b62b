import Link from 'next/link';
import type { ReactNode } from 'react';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { queueRowHref } from '@/app/(app)/_shared/links';
import { Health } from '@/app/(app)/_shared/status-marks';
import { buttonClass } from '@/components/ui/button';
import { DescriptionItem, DescriptionList } from '@/components/ui/description-list';
import type { Format } from '@/components/ui/format';
import { PageHeader } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { AccountDetails, AccountHistory } from '@/lib/analytics/account/get-account-history';

/** The account's name, its owner, and a link to its pending recommendation. */
export function AccountHeader({ history }: { readonly history: AccountHistory }) {
  const { id, name, details, pending } = history;
  return (
    <PageHeader
      title={<span className="wrap-anywhere">{name}</span>}
      description={
        <>
          {name !== id && <span className="wrap-anywhere">{`${id} · `}</span>}
          <Ownership details={details} />
        </>
      }
      actions={
        pending && (
          <Link
            href={queueRowHref(pending.recommendationId)}
            data-print="none"
            className={buttonClass('primary')}
          >
            {`Open in the queue: ${truncateName(pending.csm)}`}
          </Link>
        )
      }
    />
  );
}

function Ownership({ details }: Pick<AccountHistory, 'details'>) {
  if (!details) return 'No longer in the accounts view. Its history is kept.';
  const { csm, inScope, needsCsm, since, futureStart, assignedSince } = details;
  return (
    <>
      {csm ? (
        <>
          {'Owned by '}
          <CsmLink name={csm} />
        </>
      ) : (
        'No owner'
      )}
      {!inScope && ' · outside the scope of the policy'}
      {needsCsm && !assignedSince && (
        <>
          {' · needs a CSM'}
          {futureStart ? (
            <>
              {' now (start in the future: '}
              <Time at={futureStart} show="day" />
              {')'}
            </>
          ) : (
            since && (
              <>
                {' since '}
                <Time at={since} show="absolute" />
              </>
            )
          )}
        </>
      )}
    </>
  );
}

/** Shortens a name so that it fits in a button. */
function truncateName(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
}

/** The account's current scores and class. */
export function AccountFacts({
  details,
  format,
}: {
  readonly details: AccountDetails;
  readonly format: Format;
}) {
  const { neediness, health, color, revenue, segment, level, industry } = details;
  const facts: [string, ReactNode][] = [
    ['Neediness', format.fixed(neediness, 1)],
    ['Health', <Health key="health" health={health} color={color} />],
    ['Revenue', format.money(revenue)],
    ['Class', [segment, level].filter(Boolean).join(' · ') || '–'],
    ['Industry', industry ?? '–'],
  ];
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-3">
      <DescriptionList columns="grid-cols-2 sm:grid-cols-3 lg:grid-cols-5">
        {facts.map(([name, value]) => (
          <DescriptionItem key={name} name={name}>
            {value}
          </DescriptionItem>
        ))}
      </DescriptionList>
    </div>
  );
}
