import Link from 'next/link';
import { AccountLink, CsmLink } from '@/app/(app)/_shared/entity-links';
import { runHref } from '@/app/(app)/_shared/links';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { Chart } from '@/components/charts/chart';
import type { ChartData } from '@/components/charts/chart-data';
import { Table, Td, Th } from '@/components/table/table';
import { formatCount, formatDuration, formatNumber, formatPercent } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Cooling, CoolingViolation, getCooling } from '@/lib/analytics/cooling/get-cooling';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { causeLabel } from './cooling-labels';

/** Whether the cooling period was kept in the period that is asked for, and why not. */
export async function Compliance(props: {
  readonly cooling: ReturnType<typeof getCooling>;
  readonly query: ScopeQuery;
}) {
  const { kept, violations, coolingHours } = await props.cooling;
  return (
    <>
      <div className="grid gap-4 xl:grid-cols-2">
        <Chart
          question="Is the cooling period kept?"
          description={complianceSummary(kept, coolingHours)}
          data={weeklyComplianceData(kept, props.query)}
          spec={{
            kind: 'vertical-bar',
            label: 'week',
            values: ['violations'],
            tones: { violations: 'danger' },
          }}
          file="cooling-kept-by-week"
          empty="Nobody received an account in this time."
        />
        <Chart
          question="What share of accounts came too soon?"
          description="Of all accounts received in a week; weeks begin on Monday."
          data={weeklyComplianceData(kept, props.query)}
          spec={{ kind: 'line', label: 'week', values: ['share'], tones: { share: 'danger' } }}
          file="cooling-share-by-week"
          empty="Nobody received an account in this time."
        />
      </div>
      <Chart
        question="What led to the violations?"
        description="By how the account that came too soon was received."
        data={causeData(kept)}
        spec={{ kind: 'horizontal-bar', label: 'cause', values: ['violations'] }}
        file="cooling-causes"
        empty="There was no violation in this time."
      />
      <ViolationsPanel violations={violations} total={kept.violations} />
    </>
  );
}

function complianceSummary({ receipts, violations }: Cooling['kept'], hours: number): string {
  if (receipts === 0) return '';
  const share = formatPercent(1 - violations / receipts, 1);
  return `Of ${formatCount(receipts, 'account')} received in the period, ${formatNumber(violations)} came within ${formatNumber(hours, 2)} h after another of the same CSM: kept in ${share}. Earlier ones are judged by the policy in force, too.`;
}

const DAY_MS = 86_400_000;

/** Receipts and violations by week, each week linked to its own violations. */
function weeklyComplianceData({ receipts, weeks }: Cooling['kept'], query: ScopeQuery): ChartData {
  return {
    columns: [
      { key: 'week', title: 'Week of', kind: 'day' },
      { key: 'violations', title: 'Too soon', kind: 'count' },
      { key: 'receipts', title: 'Received', kind: 'count' },
      { key: 'share', title: 'Share too soon', kind: 'share', digits: 1 },
    ],
    rows:
      receipts === 0
        ? []
        : weeks.map(({ week, ...own }) => {
            const here = `${scopeHref('/cooling', { ...query, from: week, to: sundayOf(week) })}#violations`;
            return {
              id: week,
              cells: {
                week,
                ...own,
                share: own.receipts > 0 ? own.violations / own.receipts : null,
              },
              hrefs: { week: here, violations: here },
            };
          }),
  };
}

/** Violations by what led to them. */
function causeData({ causes, violations: all }: Cooling['kept']): ChartData {
  return {
    columns: [
      { key: 'cause', title: 'Cause', kind: 'text' },
      { key: 'violations', title: 'Violations', kind: 'count' },
      { key: 'share', title: 'Share', kind: 'share' },
    ],
    rows: causes.map(({ way, aside, violations }) => ({
      id: `${way} ${aside}`,
      cells: { cause: causeLabel({ way, aside, violations }), violations, share: violations / all },
      hrefs: { violations: '#violations' },
    })),
  };
}

function sundayOf(monday: string): string {
  return new Date(Date.parse(monday) + 6 * DAY_MS).toISOString().slice(0, 10);
}

/** Every account of the period that came while its CSM was still cooling, the newest first. */
function ViolationsPanel({
  violations,
  total,
}: {
  readonly violations: readonly CoolingViolation[];
  readonly total: number;
}) {
  const more = total - violations.length;
  return (
    <div id="violations" className="scroll-mt-4">
      <Panel
        title="Violations"
        aside={<span className="text-sm text-ink-muted">{formatNumber(total)}</span>}
        description="Accounts of the period that came within the cooling period after another of the same CSM; of two at the same moment, the second."
        flush
      >
        {violations.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">There was no violation in this time.</p>
        ) : (
          <Table
            label="Accounts that came too soon"
            className="min-w-[52rem]"
            scrollClass="max-h-[36rem]"
          >
            <thead>
              <tr>
                <Th>When</Th>
                <Th>CSM</Th>
                <Th>Account</Th>
                <Th>After another</Th>
                <Th>Decision</Th>
              </tr>
            </thead>
            <tbody>
              {violations.map((each) => (
                <tr
                  key={`${each.csm} ${each.accountId} ${each.at.getTime()}`}
                  className="align-top"
                >
                  <Td>
                    <Time at={each.at} show="absolute" />
                  </Td>
                  <th scope="row" className="border-b border-line px-3 py-2 font-normal">
                    <CsmLink name={each.csm} />
                  </th>
                  <Td>
                    <AccountLink id={each.accountId} name={each.accountName} />
                    {each.runId && (
                      <Link
                        href={runHref(each.runId)}
                        prefetch={false}
                        className="block text-xs text-accent-ink underline underline-offset-2"
                      >
                        Run {each.runId}
                      </Link>
                    )}
                  </Td>
                  <Td>
                    <span className="whitespace-nowrap">
                      {formatDuration(each.at.getTime() - each.previousAt.getTime())}
                    </span>
                    <span className="block text-xs text-ink-muted">
                      after <AccountLink id={each.previousId} name={each.previousName} />
                    </span>
                  </Td>
                  <Td className="min-w-52">
                    <ViolationDecision violation={each} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {more > 0 && (
          <p className="px-4 py-3 text-sm text-ink-muted">
            {`These are the newest ${formatNumber(violations.length)}; ${formatNumber(more)} more are older. Choose a shorter time to see them.`}
          </p>
        )}
      </Panel>
    </div>
  );
}

/** The decision that led to a violation: who made it, when, and what it set aside. */
function ViolationDecision({ violation }: { readonly violation: CoolingViolation }) {
  const { way, decidedBy, decidedAt, aside, reason, note } = violation;
  if (way === 'elsewhere') return 'Accepted in another program';
  if (way === 'outside') return 'Assigned outside the program';
  return (
    <>
      {`${decidedBy ?? 'Somebody'} ${way === 'accepted' ? 'accepted it' : 'gave it by an override'}`}
      {decidedAt && (
        <>
          {' '}
          <Time at={decidedAt} />
        </>
      )}
      <span className="block text-xs text-ink-muted">
        {aside ? 'Cooling was set aside.' : 'It was not flagged as cooling.'}
        {reason && ` ${decisionReasonLabel(reason)}.`}
        {note && ` “${note}”`}
      </span>
    </>
  );
}
