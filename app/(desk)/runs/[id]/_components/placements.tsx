import Link from 'next/link';
import { formatCount, formatFixed, formatMoney } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import type { RunResult } from '@/lib/runs/result';
import { csmHref } from '../../../hrefs';
import { AccountName, ClassName, Health } from './account-cells';

/** Who received which account. */
export function Placements({
  placements,
  queueHref,
}: {
  readonly placements: RunResult['placements'];
  /** Where these wait to be decided; none after a dry run. */
  readonly queueHref: string | undefined;
}) {
  return (
    <Panel
      title={`${formatCount(placements.length, 'account')} placed`}
      flush
      aside={
        queueHref && (
          <Link href={queueHref} className="text-sm font-medium text-accent-ink hover:underline">
            Show them in the queue
          </Link>
        )
      }
    >
      <Table label="Accounts placed" scrollClass="max-h-[30rem]" className="min-w-[52rem]">
        <thead>
          <tr>
            <Th>Account</Th>
            <Th>CSM</Th>
            <Th end>Score</Th>
            <Th end>Neediness</Th>
            <Th>Health</Th>
            <Th end>Revenue</Th>
            <Th>Segment and level</Th>
          </tr>
        </thead>
        <tbody>
          {placements.map((placement) => (
            <tr key={placement.accountId}>
              <Td className="min-w-40">
                <AccountName {...placement} />
              </Td>
              <Td className="min-w-36 font-medium">
                <Link
                  href={csmHref(placement.csm)}
                  prefetch={false}
                  className="underline-offset-2 hover:underline"
                >
                  {placement.csm}
                </Link>
              </Td>
              <Td end>{formatFixed(placement.score, 1)}</Td>
              <Td end>{formatFixed(placement.neediness, 1)}</Td>
              <Td>
                <Health {...placement} />
              </Td>
              <Td end>{formatMoney(placement.revenue)}</Td>
              <Td className="whitespace-nowrap">
                <ClassName {...placement} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
