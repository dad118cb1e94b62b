import { formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Cooling } from '@/lib/analytics/get-cooling';
import { reasonLabels } from '@/lib/routing/describe';
import { AccountLink, CsmLink } from './account-link';
import { Countdown, Elapsed } from './countdown';
import { ReservedTable } from './reserved-table';
import { nowHeight } from './skeletons';
import { wayWords } from './way-words';

/** Where the reason's name says too little. */
const keptWords: Partial<Record<keyof typeof reasonLabels, string>> = {
  segment_mismatch: 'no account of their class waits',
  velocity: 'received many lately',
};

/** Who is cooling, the soonest free first, and whom pending recommendations reserve. */
export function CoolingPanel({
  cooling,
  reserved,
  reserves,
  hours,
}: Pick<Cooling, 'cooling' | 'reserved' | 'reserves'> & { readonly hours: number }) {
  return (
    <Panel
      title="Cooling now"
      aside={<span className="text-sm text-ink-muted">{formatNumber(cooling.length)}</span>}
      description={`In the whole company, ${formatNumber(hours, 2)} h from the last account received, by the policy in force.`}
      flush
    >
      <div data-print="flow" className={`${nowHeight} overflow-auto`}>
        {cooling.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">Nobody is cooling.</p>
        ) : (
          <Table label="CSMs who are cooling now" className="min-w-[32rem]">
            <thead>
              <tr>
                <Th>CSM</Th>
                <Th>Time left</Th>
                <Th>Last account</Th>
                <Th end>Hours since</Th>
              </tr>
            </thead>
            <tbody>
              {cooling.map((each) => (
                <tr key={each.csm} className="align-top">
                  <th scope="row" className="border-b border-line px-3 py-2 font-normal">
                    <CsmLink name={each.csm} />
                    {each.alsoKeptBy && (
                      <span className="block text-xs text-ink-muted">
                        {`Then still: ${keptWords[each.alsoKeptBy] ?? reasonLabels[each.alsoKeptBy].toLowerCase()}`}
                      </span>
                    )}
                  </th>
                  <Td className="whitespace-nowrap">
                    <Countdown until={each.freeAt} />
                    <span className="block text-xs text-ink-muted">
                      {'free at '}
                      <Time at={each.freeAt} show="clock" />
                    </span>
                  </Td>
                  <Td>
                    <AccountLink id={each.accountId} name={each.accountName} />
                    <span className="block text-xs text-ink-muted">
                      {wayWords(each.way, each.decidedBy)}
                    </span>
                  </Td>
                  <Td end>
                    <Elapsed since={each.since} />
                    <span className="block text-xs text-ink-muted">
                      {'since '}
                      <Time at={each.since} show="clock" />
                    </span>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {reserves && <ReservedTable reserved={reserved} />}
      </div>
    </Panel>
  );
}
