import { currentFormat } from '@/app/(app)/_shared/current-format';
import { ListPages } from '@/app/(app)/_shared/list-pages';
import { SentenceWithTime } from '@/app/(app)/_shared/sentence-with-time';
import {
  deferralsHref,
  deferralsPageSize,
  runExportHref,
} from '@/app/(app)/runs/[id]/search-params';
import { StaticTable } from '@/components/table/static-table';
import { Badge } from '@/components/ui/badge';
import { Panel } from '@/components/ui/page-layout';
import { describeDeferral } from '@/lib/engine/describe';
import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import type { RunResult } from '@/lib/read-model/run-schemas';
import { countTakenDeferrals, deferralReasons } from '@/lib/runs/outcome';
import type { listDeferrals } from '@/lib/runs/run-deferrals';
import { accountCells, EarlierLink } from './result-tables';

/** A page of the accounts that a run did not place. */
export type ListedDeferrals = Awaited<ReturnType<typeof listDeferrals>>;

/** The accounts that could not be placed, with the reasons, in pages. */
export async function DeferralsTable({
  runId,
  result,
  deferrals: { rows, page, total },
}: {
  readonly runId: string;
  readonly result: RunResult;
  readonly deferrals: ListedDeferrals;
}) {
  const format = await currentFormat();
  const deferred = countTakenDeferrals(result);
  return (
    <div id="deferred">
      <Panel
        title={`${format.count(deferred, 'account')} deferred`}
        description={
          deferred > total
            ? `The most urgent and longest-waiting first. This run is of an earlier version, which stored only the first ${format.number(total)}.`
            : 'The most urgent and longest-waiting first.'
        }
        flush
        actions={
          total > deferralsPageSize && (
            <ListPages
              label="Pages of deferred accounts"
              page={page}
              total={total}
              size={deferralsPageSize}
              href={(to) => deferralsHref(runId, to)}
              exportHref={runExportHref(runId)}
            />
          )
        }
      >
        <ul aria-label="Reasons" className="flex flex-wrap gap-1.5 px-4 py-3">
          {deferralReasons(result).map(([reason, count]) => (
            <li key={reason}>
              <Badge tone="warn">{`${exclusionLabels[reason]}: ${format.number(count)}`}</Badge>
            </li>
          ))}
        </ul>
        <StaticTable
          label="Deferred accounts"
          scrollClass="max-h-[30rem]"
          className="min-w-[48rem]"
          columns={[
            { id: 'account', label: 'Account', className: 'min-w-40' },
            { id: 'reason', label: 'Reason', className: 'min-w-72' },
            ...(result.refresh
              ? [{ id: 'keeps', label: 'Still pending', className: 'min-w-40' }]
              : []),
            { id: 'health', label: 'Health' },
            { id: 'revenue', label: 'Revenue', align: 'end' },
            { id: 'class', label: 'Class', className: 'whitespace-nowrap' },
          ]}
          rows={rows.map((deferral) => ({
            id: deferral.accountId,
            cells: {
              ...accountCells(deferral, format),
              reason: <SentenceWithTime sentence={describeDeferral(deferral)} />,
              keeps: deferral.keeps && <EarlierLink {...deferral.keeps} />,
            },
          }))}
        />
      </Panel>
    </div>
  );
}
