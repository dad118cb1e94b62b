import { formatNumber } from '@/components/ui/format';
import { Table, Td, Th } from '@/components/ui/table';
import type { Calibration } from '@/lib/review/get-calibration';
import { Panel } from '../../runs/_components/panel';
import { formatDay } from './format-day';
import { Share } from './share';

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
            <Th end>Decided</Th>
            <Th end>Agreed, kept back</Th>
            <Th end>Agreed, shown</Th>
            <Th end>Reassign not accepted, kept back</Th>
            <Th end>… shown</Th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ from, seen, blind }) => (
            <tr key={from.toISOString()}>
              <Td className="whitespace-nowrap">{formatDay(from)}</Td>
              <Td end>{formatNumber(seen.total + blind.total)}</Td>
              <Td end>
                <Share part={blind.agreed} />
              </Td>
              <Td end>
                <Share part={seen.agreed} />
              </Td>
              <Td end>
                <Share part={blind.reassignSetAside} />
              </Td>
              <Td end>
                <Share part={seen.reassignSetAside} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
