import { Fragment, type ReactNode } from 'react';
import type { Format } from '@/components/ui/format';
import { changeOf, shareOf } from '@/lib/analytics/workload/fullness-history';
import type { Workload, WorkloadRow } from '@/lib/analytics/workload/get-workload';
import { capacityLevel, findHighlights } from '@/lib/analytics/workload/highlights';
import { rowAnchor } from './row-anchor';

/** Who is full, who has a light load, and who is getting fuller, in sentences with links to the rows. */
export function WorkloadSummary({
  workload: { rows, sampledAt },
  format,
}: {
  readonly workload: Workload;
  readonly format: Format;
}) {
  if (rows.length === 0) return null;
  const { full, light, filling } = findHighlights(rows);
  const [fullest] = rows;
  const [since] = sampledAt;
  const over = full.filter(({ share }) => capacityLevel(share) === 'over').length;
  const share = (row: WorkloadRow) => format.percent(row.share);
  const ofShare = ({ load, target }: WorkloadRow) =>
    `${format.percent(load.accounts / target.accounts)} of their share`;
  const change = ({ history }: WorkloadRow) =>
    `${format.signed(100 * (changeOf(history) ?? 0))}, to ${format.percent(shareOf(history.at(-1) ?? null))}`;
  return (
    <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[max-content_1fr]">
      <Answer question="Who is full?">
        {full.length > 0 ? (
          <>
            {`${format.count(full.length, 'CSM')} at 90% of capacity or more${over > 0 ? ` (${format.number(over)} over it)` : ''}: `}
            <Names rows={full} detail={share} format={format} />
          </>
        ) : (
          <>
            {'No CSM is at 90% of capacity. The fullest is '}
            <Names rows={fullest ? [fullest] : []} detail={share} format={format} />
          </>
        )}
      </Answer>
      <Answer question="Who has a light load?">
        {light.length > 0 ? (
          <>
            {`${format.count(light.length, 'CSM')} well below their share within their class: `}
            <Names rows={light} detail={ofShare} format={format} />
          </>
        ) : (
          'No CSM is well below their share within their class.'
        )}
      </Answer>
      <Answer question="Who is getting fuller?">
        {since === undefined || sampledAt.length < 2 ? (
          'No run of this period recorded how full CSMs were.'
        ) : filling.length > 0 ? (
          <>
            {`${format.count(filling.length, 'CSM')} by five points of capacity or more since ${format.day(since, 'short')}: `}
            <Names rows={filling} detail={change} format={format} />
          </>
        ) : (
          `No CSM by five points of capacity or more since ${format.day(since, 'short')}.`
        )}
      </Answer>
    </dl>
  );
}

function Answer({
  question,
  children,
}: {
  readonly question: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      <dt className="font-medium">{question}</dt>
      <dd className="min-w-0 wrap-anywhere max-sm:pb-1">{children}</dd>
    </>
  );
}

const MAX_NAMES = 4;

/** The first CSMs with a figure each, and how many more there are. */
function Names({
  rows,
  detail,
  format,
}: {
  readonly rows: readonly WorkloadRow[];
  readonly detail: (row: WorkloadRow) => string;
  readonly format: Format;
}) {
  const more = rows.length - MAX_NAMES;
  return (
    <>
      {rows.slice(0, MAX_NAMES).map((row, index) => (
        <Fragment key={row.csm}>
          {index > 0 && ', '}
          <a
            href={`#${rowAnchor(row.csm)}`}
            className="text-accent-ink underline underline-offset-2"
          >
            {row.csm}
          </a>
          {` (${detail(row)})`}
        </Fragment>
      ))}
      {more > 0 && `, and ${format.number(more)} more`}.
    </>
  );
}
