import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { recommendationHref } from '@/app/(app)/_shared/links';
import { SentenceWithTime } from '@/app/(app)/_shared/sentence-with-time';
import { Health } from '@/app/(app)/_shared/status-marks';
import { StaticTable } from '@/components/table/static-table';
import { Badge } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { describeDeferral } from '@/lib/engine/describe';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import type { ExclusionReason } from '@/lib/engine/types';
import type { RunResult } from '@/lib/read-model/run-schemas';
import { accountClassLabel, skipReasonLabels } from '@/lib/runs/labels';
import { countUntaken } from '@/lib/runs/outcome';

/** The accounts that could not be placed, with the reasons. */
export async function DeferralsTable({
  deferrals,
  total,
}: {
  readonly deferrals: RunResult['deferrals'];
  /** How many accounts were deferred, if more than are listed. */
  readonly total: number;
}) {
  const format = await currentFormat();
  const keepsOthers = deferrals.some(({ keeps }) => keeps);
  return (
    <Panel
      title={`${format.count(total, 'account')} deferred`}
      description={
        total > deferrals.length
          ? `The ${format.number(deferrals.length)} most urgent and longest-waiting are listed.`
          : undefined
      }
      flush
      actions={
        <ul aria-label="Reasons" className="flex flex-wrap gap-1.5">
          {countReasons(deferrals).map(([reason, count]) => (
            <li key={reason}>
              <Badge tone="warn">{`${exclusionLabels[reason]}: ${format.number(count)}`}</Badge>
            </li>
          ))}
        </ul>
      }
    >
      <StaticTable
        label="Deferred accounts"
        scrollClass="max-h-[30rem]"
        className="min-w-[48rem]"
        columns={[
          { id: 'account', label: 'Account', className: 'min-w-40' },
          { id: 'reason', label: 'Reason', className: 'min-w-72' },
          ...(keepsOthers ? [{ id: 'keeps', label: 'Still pending', className: 'min-w-40' }] : []),
          { id: 'health', label: 'Health' },
          { id: 'revenue', label: 'Revenue', align: 'end' },
          { id: 'class', label: 'Class', className: 'whitespace-nowrap' },
        ]}
        rows={deferrals.map((deferral) => ({
          id: deferral.accountId,
          cells: {
            ...accountCells(deferral, format),
            reason: <SentenceWithTime sentence={describeDeferral(deferral)} />,
            keeps: deferral.keeps && <EarlierLink {...deferral.keeps} />,
          },
        }))}
      />
    </Panel>
  );
}

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

/** Deferred accounts per reason, most frequent first. */
function countReasons(deferrals: RunResult['deferrals']): [ExclusionReason, number][] {
  const counts = new Map<ExclusionReason, number>();
  for (const { reason } of deferrals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** The cells that the tables of placed and deferred accounts share. */
export function accountCells(
  account: RunResult['placements'][number] | RunResult['deferrals'][number],
  format: Format,
) {
  return {
    account: <AccountLink id={account.accountId} name={account.accountName} showId />,
    health: <Health health={account.health} color={account.color} />,
    revenue: format.money(account.revenue),
    class: [account.segment, account.level].filter(Boolean).join(' · ') || '–',
  };
}
