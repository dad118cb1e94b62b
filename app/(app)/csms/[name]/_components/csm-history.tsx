import Link from 'next/link';
import { AccountLink } from '@/app/(app)/_shared/entity-links';
import { csmHref } from '@/app/(app)/_shared/links';
import { queueHref } from '@/app/(app)/queue/search-params';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import { Table, Td, Th } from '@/components/table/table';
import { formatCount, formatFixed, formatNumber, formatPercent } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { CsmDecision, CsmDetails, CsmWeek } from '@/lib/analytics/csm/types';
import { decisionReasonLabel } from '@/lib/decisions/labels';

/** What happened about a CSM in the period. */
export async function CsmHistory(props: { readonly csm: Promise<CsmDetails> }) {
  const csm = await props.csm;
  const received = csm.weeks.some((week) => week.accepted + week.overridden + week.outside > 0);
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
      <OutcomesPanel csm={csm} />
      <Chart
        question="What did they receive, week by week?"
        description="A recommendation counts in the week in which it was made, an assignment outside this program in the week of the assignment. Weeks begin on Monday; the first may be cut."
        data={received ? receivedByWeekData(csm.weeks) : { ...receivedByWeekData([]), rows: [] }}
        spec={{
          kind: 'vertical-bar',
          label: 'week',
          values: ['accepted', 'overridden', 'outside'],
          stacked: true,
        }}
        file={`received-${csm.name}`}
        empty="They received nothing in this time."
      />
      <DecisionsPanel csm={csm} />
    </div>
  );
}

/** What became of the recommendations of the period. */
function OutcomesPanel({ csm: { name, outcomes } }: { readonly csm: CsmDetails }) {
  const { recommended, accepted, averageScore } = outcomes;
  const figures: [string, string, string?][] = [
    ['Recommended', formatNumber(recommended)],
    ['Accepted', countWithShare(accepted, recommended), '#decisions'],
    ['Overridden to others', formatNumber(outcomes.overriddenAway), '#decisions'],
    ['Rejected', formatNumber(outcomes.rejected), '#decisions'],
    ['Overtaken', formatNumber(outcomes.superseded)],
    ['Waiting', formatNumber(outcomes.pending), queueHref('/queue', { csm: [name] })],
    ['Overridden to them', formatNumber(outcomes.overriddenTo), '#decisions'],
    ['Average score', formatFixed(averageScore, 1)],
  ];
  return (
    <Panel
      title="What became of recommendations?"
      description="By when they were recommended. Overridden to them are recommendations of somebody else."
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        {figures.map(([title, value, href]) => (
          <div key={title}>
            <dt className="text-xs text-ink-muted">{title}</dt>
            <dd className="text-lg font-medium">
              {href ? (
                <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
                  {value}
                </Link>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function countWithShare(count: number, all: number): string {
  return all === 0 ? formatNumber(count) : `${formatNumber(count)} (${formatPercent(count / all)})`;
}

/** Receipts by week, for a chart and its table. */
function receivedByWeekData(weeks: readonly CsmWeek[]): ChartData {
  return {
    columns: [
      { key: 'week', title: 'Week of', kind: 'day' },
      { key: 'accepted', title: 'Accepted', kind: 'count' },
      { key: 'overridden', title: 'Overridden to them', kind: 'count' },
      { key: 'outside', title: 'Outside this program', kind: 'count' },
    ],
    rows: weeks.map(({ week, accepted, overridden, outside }) => ({
      id: week,
      cells: { week, accepted, overridden, outside },
    })),
  };
}

const verbLabels: Readonly<Record<CsmDecision['verb'], string>> = {
  accept: 'Accepted',
  override: 'Overrode',
  reject: 'Rejected',
  undo: 'Undid',
};

/** The period's decisions of which a CSM is a part, newest first. */
function DecisionsPanel({ csm: { name, decisions } }: { readonly csm: CsmDetails }) {
  const { newest, total } = decisions;
  const words =
    newest.length < total
      ? `The newest ${formatNumber(newest.length)} of ${formatNumber(total)}`
      : formatCount(total, 'decision');
  return (
    <div id="decisions" className="scroll-mt-4">
      <Panel
        title="Decisions about them"
        description="On recommendations of them, and overrides to them, by when they were decided."
        aside={<p className="text-sm text-ink-muted">{words}</p>}
        flush
      >
        {newest.length === 0 ? (
          <p className="px-4 py-6 text-ink-muted">Nobody decided about them in this time.</p>
        ) : (
          <Table
            label="Decisions, newest first"
            className="min-w-[60rem]"
            scrollClass="max-h-[36rem]"
          >
            <thead>
              <tr>
                <Th>Account</Th>
                <Th>Decision</Th>
                <Th>From</Th>
                <Th>To</Th>
                <Th>Reason</Th>
                <Th>By</Th>
                <Th>When</Th>
              </tr>
            </thead>
            <tbody>
              {newest.map((decision) => (
                <DecisionRow key={decision.id} decision={decision} here={name} />
              ))}
            </tbody>
          </Table>
        )}
      </Panel>
    </div>
  );
}

function DecisionRow({
  decision,
  here,
}: {
  readonly decision: CsmDecision;
  readonly here: string;
}) {
  const { accountId, accountName, verb, from, to, reason, note, byName, at } = decision;
  return (
    <tr>
      <Td className="min-w-40">
        <AccountLink id={accountId} name={accountName} showId />
      </Td>
      <Td className="whitespace-nowrap">{verbLabels[verb]}</Td>
      <Td className="min-w-32">
        <CsmCell name={from} here={here} />
      </Td>
      <Td className="min-w-32">
        <CsmCell name={to} here={here} />
      </Td>
      <Td className="min-w-48 wrap-anywhere">
        {reason ? decisionReasonLabel(reason) : '–'}
        {note && (
          <span className="block text-xs whitespace-pre-wrap text-ink-muted">{`“${note}”`}</span>
        )}
      </Td>
      <Td className="min-w-28 wrap-anywhere">{byName}</Td>
      <Td className="text-ink-muted">
        <Time at={at} show="absolute" />
      </Td>
    </tr>
  );
}

function CsmCell({ name, here }: { readonly name: string | null; readonly here: string }) {
  if (name === null) return <span className="text-ink-muted">–</span>;
  if (name === here) return <span className="font-medium wrap-anywhere">{name}</span>;
  return (
    <Link
      href={csmHref(name)}
      prefetch={false}
      className="wrap-anywhere text-accent-ink underline-offset-2 hover:underline"
    >
      {name}
    </Link>
  );
}
