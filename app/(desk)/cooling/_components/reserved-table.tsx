import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Cooling } from '@/lib/analytics/get-cooling';
import { AccountLink, CsmLink } from './account-link';
import { Countdown } from './countdown';

/** Whom a pending recommendation keeps from other accounts, as the policy asks. */
export function ReservedTable({ reserved }: Pick<Cooling, 'reserved'>) {
  if (reserved.length === 0) return null;
  return (
    <>
      <h3 className="px-4 pt-3 pb-1 font-medium">Reserved by a pending recommendation</h3>
      <Table label="CSMs reserved by a pending recommendation" className="min-w-[32rem]">
        <thead>
          <tr>
            <Th>CSM</Th>
            <Th>For</Th>
            <Th end>Time left</Th>
            <Th end>Reserved until</Th>
          </tr>
        </thead>
        <tbody>
          {reserved.map(({ csm, accountId, accountName, until }) => (
            <tr key={csm}>
              <th scope="row" className="border-b border-line px-3 py-2 font-normal">
                <CsmLink name={csm} />
              </th>
              <Td>
                <AccountLink id={accountId} name={accountName} />
              </Td>
              <Td end>
                <Countdown until={until} />
              </Td>
              <Td end>
                <Time at={until} show="clock" />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
