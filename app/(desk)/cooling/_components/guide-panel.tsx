import { formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Cooling } from '@/lib/analytics/get-cooling';
import { CsmLink } from './account-link';
import { DifferenceWords } from './difference-words';
import { nowHeight } from './skeletons';

/** The guide's "CSM Cooling Period Check", and why its list is not the program's. */
export function GuidePanel({
  rows,
  differences,
  hours,
}: Cooling['guide'] & { readonly hours: number }) {
  return (
    <Panel
      title="What the data team’s query says at the same moment"
      description="The guide’s CSM Cooling Period Check: by accepted recommendations alone, in hours begun on the clock."
      flush
    >
      <div data-print="flow" className={`${nowHeight} overflow-auto`}>
        {rows.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">Its answer is empty.</p>
        ) : (
          <Table label="What the guide’s query answers" className="min-w-[28rem]">
            <thead>
              <tr>
                <Th>recommended_csm</Th>
                <Th end>last_assignment_time</Th>
                <Th end>hours_since_last_assignment</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ csm, lastAt, hours }) => (
                <tr key={csm ?? 'NULL'}>
                  <th scope="row" className="border-b border-line px-3 py-2 font-normal">
                    {csm === null ? 'NULL' : <CsmLink name={csm} />}
                  </th>
                  <Td end>
                    <Time at={lastAt} show="clock" />
                  </Td>
                  <Td end>{formatNumber(hours)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        <h3 className="px-4 pt-3 font-medium">Where the two lists differ</h3>
        {differences.length === 0 ? (
          <p className="px-4 pt-1 pb-3 text-sm text-ink-muted">
            {rows.length === 0
              ? 'They do not: both are empty.'
              : 'They do not: the same CSMs, from the same times.'}
          </p>
        ) : (
          <ul className="flex flex-col gap-1 px-4 pt-1 pb-3 text-sm">
            {differences.map((each) => (
              <li key={`${each.csm} ${each.in}`}>
                <DifferenceWords difference={each} hours={hours} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
