import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { Health } from '@/app/(app)/_shared/status-marks';
import { Table, Td, Th } from '@/components/table/table';
import { Badge } from '@/components/ui/badge';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import { describeDeferral, exclusionLabels } from '@/lib/engine/describe';
import type { ExclusionReason } from '@/lib/engine/types';
import type { RunResult } from '@/lib/read-model/run-schemas';

/** The accounts that were placed, with their CSMs. */
export async function PlacementsTable({
  placements,
  queueHref,
}: {
  readonly placements: RunResult['placements'];
  /** The queue filtered to this run; undefined for a dry run. */
  readonly queueHref: string | undefined;
}) {
  const format = await currentFormat();
  return (
    <Panel
      title={`${format.count(placements.length, 'account')} placed`}
      flush
      aside={
        queueHref && (
          <Link href={queueHref} className="text-sm font-medium text-accent-ink hover:underline">
            Show in queue
          </Link>
        )
      }
    >
      <Table label="Placed accounts" scrollClass="max-h-[30rem]" className="min-w-[52rem]">
        <thead>
          <tr>
            <Th>Account</Th>
            <Th>CSM</Th>
            <Th end>Score</Th>
            <Th end>Neediness</Th>
            <Th>Health</Th>
            <Th end>Revenue</Th>
            <Th>Class</Th>
          </tr>
        </thead>
        <tbody>
          {placements.map((placement) => (
            <tr key={placement.accountId}>
              <Td className="min-w-40">
                <AccountLink id={placement.accountId} name={placement.accountName} showId />
              </Td>
              <Td className="min-w-36 font-medium">
                <CsmLink name={placement.csm} />
              </Td>
              <Td end>{format.fixed(placement.score, 1)}</Td>
              <Td end>{format.fixed(placement.neediness, 1)}</Td>
              <Td>
                <Health health={placement.health} color={placement.color} />
              </Td>
              <Td end>{format.money(placement.revenue)}</Td>
              <Td className="whitespace-nowrap">
                <ClassCell {...placement} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

/** The accounts that could not be placed, with the reasons. */
export async function DeferralsTable({
  deferrals,
}: {
  readonly deferrals: RunResult['deferrals'];
}) {
  const format = await currentFormat();
  return (
    <Panel
      title={`${format.count(deferrals.length, 'account')} deferred`}
      flush
      aside={
        <ul aria-label="Reasons" className="flex flex-wrap gap-1.5">
          {countReasons(deferrals).map(([reason, count]) => (
            <li key={reason}>
              <Badge tone="warn">{`${exclusionLabels[reason]}: ${format.number(count)}`}</Badge>
            </li>
          ))}
        </ul>
      }
    >
      <Table label="Deferred accounts" scrollClass="max-h-[30rem]" className="min-w-[48rem]">
        <thead>
          <tr>
            <Th>Account</Th>
            <Th>Reason</Th>
            <Th>Health</Th>
            <Th end>Revenue</Th>
            <Th>Class</Th>
          </tr>
        </thead>
        <tbody>
          {deferrals.map((deferral) => (
            <tr key={deferral.accountId}>
              <Td className="min-w-40">
                <AccountLink id={deferral.accountId} name={deferral.accountName} showId />
              </Td>
              <Td className="min-w-72">
                <DeferralReason deferral={deferral} />
              </Td>
              <Td>
                <Health health={deferral.health} color={deferral.color} />
              </Td>
              <Td end>{format.money(deferral.revenue)}</Td>
              <Td className="whitespace-nowrap">
                <ClassCell {...deferral} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function DeferralReason({ deferral }: { readonly deferral: RunResult['deferrals'][number] }) {
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

/** Deferred accounts per reason, most frequent first. */
function countReasons(deferrals: RunResult['deferrals']): [ExclusionReason, number][] {
  const counts = new Map<ExclusionReason, number>();
  for (const { reason } of deferrals) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

type ResultAccount = RunResult['deferrals'][number];

function ClassCell({ segment, level }: Pick<ResultAccount, 'segment' | 'level'>) {
  return <>{[segment, level].filter(Boolean).join(' · ') || '–'}</>;
}
