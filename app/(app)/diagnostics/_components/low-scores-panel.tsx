import Link from 'next/link';
import { csmHref } from '@/app/(app)/_shared/links';
import { Table, Td, Th } from '@/components/table/table';
import { Badge, type Tone } from '@/components/ui/badge';
import { formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Diagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';

type LowScores = Diagnostics['lowScores'];
type Row = LowScores['rows'][number];

const stateBadges: Readonly<
  Record<NonNullable<Row['state']>, { readonly name: string; readonly tone: Tone }>
> = {
  pending: { name: 'Pending', tone: 'warn' },
  accepted: { name: 'Accepted', tone: 'ok' },
  overridden: { name: 'Overridden', tone: 'info' },
  rejected: { name: 'Rejected', tone: 'danger' },
  superseded: { name: 'Superseded', tone: 'neutral' },
};

const linkClass = 'font-medium text-accent-ink hover:underline';

/** The guide's list of recommendations that were not accepted, with the state of each. */
export function LowScoresPanel({ lowScores }: { readonly lowScores: LowScores }) {
  const { since, rows } = lowScores;
  return (
    <Panel
      title="Which recent recommendations score lowest?"
      description={
        <>
          {'As in the guide: at most ten that were not accepted, since '}
          <Time at={since} show="absolute" />
          {' (midnight UTC yesterday).'}
        </>
      }
      flush={rows.length > 0}
    >
      {rows.length === 0 ? (
        <p className="text-ink-muted">
          None. Everything recommended since then was accepted, or nothing was recommended.
        </p>
      ) : (
        <Table label="Recommendations not accepted, lowest scores first" className="min-w-[52rem]">
          <thead>
            <tr>
              <Th end>Score</Th>
              <Th>Account</Th>
              <Th>Recommended CSM</Th>
              <Th>State</Th>
              <Th>Recommended</Th>
              <Th>Feedback</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <LowScoreRow key={row.id} row={row} />
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function LowScoreRow({
  row: { id, score, accountId, csm, state, at, feedback },
}: {
  readonly row: Row;
}) {
  return (
    <tr className="hover:bg-hover">
      <Td end>{formatNumber(score, 1)}</Td>
      <Td>
        {accountId === null ? (
          'None'
        ) : state === null ? (
          accountId
        ) : (
          <Link href={`/queue?row=${id}`} prefetch={false} className={linkClass}>
            {accountId}
          </Link>
        )}
      </Td>
      <Td>
        {csm === null ? (
          'None'
        ) : (
          <Link href={csmHref(csm)} prefetch={false} className={linkClass}>
            {csm}
          </Link>
        )}
      </Td>
      <Td>
        {state === null ? (
          <Badge title="The row has no account or no CSM">Incomplete</Badge>
        ) : (
          <Badge tone={stateBadges[state].tone}>{stateBadges[state].name}</Badge>
        )}
      </Td>
      <Td>
        <Time at={at} />
      </Td>
      <Td className="min-w-64">{feedback ?? <span className="text-ink-muted">None</span>}</Td>
    </tr>
  );
}
