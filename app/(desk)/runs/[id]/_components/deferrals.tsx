import { Badge } from '@/components/ui/badge';
import { formatCount, formatMoney } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { describeDeferral, reasonLabels } from '@/lib/routing/describe';
import type { ExclusionReason } from '@/lib/routing/types';
import type { RunResult } from '@/lib/runs/result';
import { AccountName, ClassName, Health } from './account-cells';

/** Which accounts could not be placed, and what keeps each of them. */
export function Deferrals({ deferrals }: { readonly deferrals: RunResult['deferrals'] }) {
  return (
    <Panel
      title={`${formatCount(deferrals.length, 'account')} deferred`}
      flush
      aside={
        <ul aria-label="Reasons" className="flex flex-wrap gap-1.5">
          {countReasons(deferrals).map(([reason, count]) => (
            <li key={reason}>
              <Badge tone="warn">{`${reasonLabels[reason]}: ${count}`}</Badge>
            </li>
          ))}
        </ul>
      }
    >
      <Table label="Accounts deferred" scrollClass="max-h-[30rem]" className="min-w-[48rem]">
        <thead>
          <tr>
            <Th>Account</Th>
            <Th>Why it waits</Th>
            <Th>Health</Th>
            <Th end>Revenue</Th>
            <Th>Segment and level</Th>
          </tr>
        </thead>
        <tbody>
          {deferrals.map((deferral) => (
            <tr key={deferral.accountId}>
              <Td className="min-w-40">
                <AccountName {...deferral} />
              </Td>
              <Td className="min-w-72">
                <Why deferral={deferral} />
              </Td>
              <Td>
                <Health {...deferral} />
              </Td>
              <Td end>{formatMoney(deferral.revenue)}</Td>
              <Td className="whitespace-nowrap">
                <ClassName {...deferral} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function Why({ deferral }: { readonly deferral: RunResult['deferrals'][number] }) {
  const { text, until } = describeDeferral(deferral);
  return (
    <>
      {text}
      {until !== null && (
        <>
          {' '}
          <Time at={until} show="clock" />
        </>
      )}
      .
    </>
  );
}

/** How many accounts each reason keeps, the most frequent first. */
function countReasons(deferrals: RunResult['deferrals']): [ExclusionReason, number][] {
  const counts = new Map<ExclusionReason, number>();
  for (const { reason } of deferrals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
