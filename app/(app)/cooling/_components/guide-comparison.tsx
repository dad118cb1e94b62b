import type { ReactNode } from 'react';
import { CsmLink } from '@/app/(app)/_shared/entity-links';
import { StaticTable } from '@/components/table/static-table';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Cooling } from '@/lib/analytics/cooling/get-cooling';
import type { GuideDifference } from '@/lib/analytics/cooling/guide-differences';
import { originLabel } from './cooling-labels';
import { listHeight } from './panel-heights';

/** The guide's "CSM Cooling Period Check", and why its list differs from the app's. */
export function GuideComparison({
  rows,
  differences,
  hours,
  format,
}: Cooling['guide'] & { readonly hours: number; readonly format: Format }) {
  return (
    <Panel
      title="The data team’s list"
      description="The guide’s CSM Cooling Period Check at the same moment. It counts accepted recommendations only, in clock hours."
      flush
    >
      <div data-print="flow" className={`${listHeight} overflow-auto`}>
        {rows.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">The query returns no rows.</p>
        ) : (
          <StaticTable
            label="Rows of the guide’s query"
            className="min-w-[28rem]"
            columns={[
              { id: 'csm', label: 'recommended_csm', rowHeader: true },
              { id: 'lastAt', label: 'last_assignment_time', align: 'end' },
              { id: 'hours', label: 'hours_since_last_assignment', align: 'end' },
            ]}
            rows={rows.map(({ csm, lastAt, hours }) => ({
              id: csm ?? 'NULL',
              cells: {
                csm: csm === null ? 'NULL' : <CsmLink name={csm} />,
                lastAt: <Time at={lastAt} show="clock" />,
                hours: format.number(hours),
              },
            }))}
          />
        )}
        <h3 className="px-4 pt-3 font-medium">How the two lists differ</h3>
        {differences.length === 0 ? (
          <p className="px-4 pt-1 pb-3 text-sm text-ink-muted">
            {rows.length === 0 ? 'Both lists are empty.' : 'They don’t: same CSMs, same times.'}
          </p>
        ) : (
          <ul className="flex flex-col gap-1 px-4 pt-1 pb-3 text-sm">
            {differences.map((each) => (
              <li key={`${each.csm} ${each.in}`}>
                <DifferenceText difference={each} hours={format.number(hours, 2)} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

/** One difference between the lists, as a sentence. */
function DifferenceText({
  difference,
  hours,
}: {
  readonly difference: GuideDifference;
  /** The policy's cooling period, formatted. */
  readonly hours: string;
}) {
  const { csm } = difference;
  return (
    <>
      {csm === null ? <span>No name</span> : <CsmLink name={csm} />}
      {`, ${listLabels[difference.in]}: `}
      {differenceReason(difference, hours)}
    </>
  );
}

const listLabels: Readonly<Record<GuideDifference['in'], string>> = {
  app: 'not in the guide’s list',
  guide: 'only in the guide’s list',
  both: 'in both',
};

function differenceReason(difference: GuideDifference, hours: string): ReactNode {
  switch (difference.why) {
    case 'overridden':
      return 'received by an override, which the guide’s query ignores.';
    case 'outside':
      return 'assigned without an accepted recommendation, which the guide’s query ignores.';
    case 'policy':
      return `the guide’s query always uses 4 h, the policy ${hours} h.`;
    case 'no_name':
      return 'an accepted recommendation has no CSM.';
    case 'whole_hours':
      return (
        <>
          the guide counts clock hours, of which four have passed since{' '}
          <Time at={difference.at} show="clock" />, though less than 4 h have.
        </>
      );
    case 'recommended_before':
      return (
        <>
          the guide counts from the recommendation
          {difference.at && (
            <>
              {' ('}
              <Time at={difference.at} show="clock" />)
            </>
          )}
          , the app from its acceptance.
        </>
      );
    case 'counts_from':
      return (
        <>
          the guide counts from the last accepted recommendation (
          <Time at={difference.guideAt} show="clock" />
          ); the last account was {originLabel(difference.origin)} (
          <Time at={difference.at} show="clock" />
          ).
        </>
      );
  }
}
