import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import type { Workload } from '@/lib/analytics/workload/get-workload';
import type { MatchCount, MatchCounts } from '@/lib/analytics/workload/match-quality';
import { DAY_MS } from '@/lib/time';

/** How well accounts and CSMs match, and how long accounts wait for a CSM. */
export function MatchPanel({
  workload: { match, waits },
  format,
}: {
  readonly workload: Workload;
  readonly format: Format;
}) {
  const { received, books, experience } = match;
  const labels: readonly (readonly [keyof MatchCounts, string])[] = [
    ['needyWithExperienced', `High-need accounts with ${experience.needyMonths}+ month CSMs`],
    ['redWithSenior', `Red accounts with ${experience.redMonths}+ month CSMs`],
    ['newCsmGreen', 'New CSMs’ accounts that are green'],
  ];
  return (
    <Panel
      title="Do accounts and CSMs match?"
      description="Accounts recommended in the date range and received (by the CSM’s tenure at the time), and current books. Higher is better."
    >
      <StaticTable
        label="Match quality"
        columns={[
          { id: 'match', label: 'Match', rowHeader: true, className: 'min-w-48' },
          { id: 'received', label: 'Received in the date range' },
          { id: 'books', label: 'Current books' },
        ]}
        rows={labels.map(([key, match]) => ({
          id: key,
          cells: {
            match,
            received: <MatchShare of={received[key]} format={format} />,
            books: <MatchShare of={books[key]} format={format} />,
          },
        }))}
      />
      <p className="mt-3 text-sm">{waitsText(waits, format)}</p>
    </Panel>
  );
}

function waitsText(waits: Workload['waits'], format: Format): string {
  if (waits === null) return 'No account is waiting for a CSM.';
  const { accounts, longest, p95 } = waits;
  const times =
    longest === null || p95 === null
      ? ', and no start is known'
      : `: the longest for ${format.duration(longest * DAY_MS)}, and 95% of them for ${format.duration(p95 * DAY_MS)} or less`;
  return `${format.count(accounts, 'account')} of the whole company ${accounts === 1 ? 'is' : 'are'} waiting for a CSM now${times}.`;
}

/** Below this number of accounts, a share says little. */
const FEW_CASES = 20;

function MatchShare({
  of: { count, of },
  format,
}: {
  readonly of: MatchCount;
  readonly format: Format;
}) {
  if (of === 0) return <span className="text-ink-muted">No such accounts</span>;
  return (
    <span className="whitespace-nowrap tabular-nums">
      <span className="font-medium">{format.percent(count / of, 1)}</span>
      <span className="ml-2 text-xs text-ink-muted">
        {`${format.number(count)} of ${format.number(of)}${of < FEW_CASES ? ': few cases' : ''}`}
      </span>
    </span>
  );
}
