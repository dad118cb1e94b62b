import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import type { Calibration } from '@/lib/review/get-calibration';
import { AgreementCells, AgreementHeads } from './agreement-cells';
import { formatDay } from './format-day';

/** Agreement week by week, newest first. */
export function WeeksPanel({ weeks }: { readonly weeks: Calibration['byWeek'] }) {
  return (
    <Panel
      title="Week by week"
      description="By when it was decided; weeks begin on Monday, in UTC."
      flush
    >
      <Table label="Agreement by week" className="min-w-[40rem]" scrollClass="max-h-96">
        <thead>
          <tr>
            <Th>Week of</Th>
            <AgreementHeads />
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ from, seen, blind }) => (
            <tr key={from.toISOString()}>
              <Td className="whitespace-nowrap">{formatDay(from)}</Td>
              <AgreementCells seen={seen} blind={blind} />
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
