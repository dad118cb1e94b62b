import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { recommendationHref } from '@/app/(app)/_shared/links';
import { Health } from '@/app/(app)/_shared/status-marks';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { RunDeferral, RunResult } from '@/lib/read-model/run-schemas';
import { accountClassLabel, skipReasonLabels } from '@/lib/runs/labels';
import { countUntaken } from '@/lib/runs/outcome';

/** Waiting accounts of classes that no active CSM takes, by class. */
export async function UntakenTable({ untaken }: { readonly untaken: RunResult['untaken'] }) {
  const format = await currentFormat();
  return (
    <Panel
      title={`${format.count(countUntaken({ untaken }), 'account')} that no active CSM takes`}
      description="They wait until a CSM takes their class. CSMs’ classes are on their pages."
      flush
    >
      <StaticTable
        label="Accounts that no active CSM takes"
        columns={[
          { id: 'class', label: 'Class', rowHeader: true },
          { id: 'accounts', label: 'Accounts', align: 'end' },
          { id: 'since', label: 'Longest waiting since', className: 'whitespace-nowrap' },
        ]}
        rows={untaken.map(({ segment, level, accounts, waitingSince }) => ({
          id: `${segment} ${level}`,
          cells: {
            class: accountClassLabel({ segment, level }),
            accounts: format.number(accounts),
            since: waitingSince === null ? 'Unknown' : <Time at={new Date(waitingSince)} />,
          },
        }))}
      />
    </Panel>
  );
}

/** The recommendation that a refreshed account had before, as a link to its record. */
export function EarlierLink({
  id,
  csm,
  at,
}: {
  readonly id: string;
  readonly csm: string;
  readonly at: number;
}) {
  return (
    <>
      <Link
        href={recommendationHref(id)}
        prefetch={false}
        className="text-accent-ink underline underline-offset-2"
      >
        <bdi>{csm}</bdi>
      </Link>
      {', '}
      <Time at={new Date(at)} className="text-ink-muted" />
    </>
  );
}

/** The accounts of stale recommendations that a refresh did not place again. */
export async function SkippedTable({
  skipped,
}: {
  readonly skipped: NonNullable<RunResult['refresh']>['skipped'];
}) {
  const format = await currentFormat();
  return (
    <Panel title={`${format.count(skipped.length, 'account')} skipped`} flush>
      <StaticTable
        label="Skipped accounts"
        scrollClass="max-h-[30rem]"
        className="min-w-[36rem]"
        columns={[
          { id: 'account', label: 'Account', className: 'min-w-40' },
          { id: 'reason', label: 'Reason', className: 'min-w-52' },
          { id: 'csm', label: 'Recommended CSM', className: 'min-w-36' },
        ]}
        rows={skipped.map(({ accountId, accountName, csm, reason }) => ({
          id: accountId,
          cells: {
            account: <AccountLink id={accountId} name={accountName} showId />,
            reason: `${skipReasonLabels[reason]}.`,
            csm: <CsmLink name={csm} />,
          },
        }))}
      />
    </Panel>
  );
}

/** The cells that the tables of placed and deferred accounts share. */
export function accountCells(
  account: RunResult['placements'][number] | RunDeferral,
  format: Format,
) {
  return {
    account: <AccountLink id={account.accountId} name={account.accountName} showId />,
    health: <Health health={account.health} color={account.color} />,
    revenue: format.money(account.revenue),
    class: [account.segment, account.level].filter(Boolean).join(' · ') || '–',
  };
}
