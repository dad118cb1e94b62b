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
import { DAY_MS } from '@/lib/time';
import { capitalize, causeLabel, originLabel } from './cooling-labels';

/** How well the cooling period was followed in the selected period, and what broke it. */
export async function Compliance(props: {
  readonly cooling: ReturnType<typeof getCooling>;
  readonly query: ScopeQuery;
}) {
  const { compliance, violations, coolingHours } = await props.cooling;
  return (
    <>
      <div className="grid gap-4 xl:grid-cols-2">
        <Chart
          question="Is the cooling period followed?"
          description={complianceSummary(compliance, coolingHours)}
          data={weeklyComplianceData(compliance, props.query)}
          spec={{
            kind: 'vertical-bar',
            label: 'week',
            values: ['violations'],
            tones: { violations: 'danger' },
          }}
          file="cooling-violations-by-week"
          empty="No accounts were received in this period."
        />
        <Chart
          question="What share of accounts came too soon?"
          description="Share of the accounts received each week. Weeks start on Monday."
          data={weeklyComplianceData(compliance, props.query)}
          spec={{ kind: 'line', label: 'week', values: ['share'], tones: { share: 'danger' } }}
          file="cooling-violation-share-by-week"
          empty="No accounts were received in this period."
        />
      </div>
      <Chart
        question="What caused the violations?"
        description="How the CSM received the account that came too soon."
        data={causeData(compliance)}
        spec={{ kind: 'horizontal-bar', label: 'cause', values: ['violations'] }}
        file="cooling-causes"
        empty="No violations in this period."
      />
      <ViolationsPanel violations={violations} total={compliance.violations} />
    </>
  );
}

function complianceSummary({ receipts, violations }: Cooling['compliance'], hours: number): string {
  if (receipts === 0) return '';
  const share = formatPercent(1 - violations / receipts, 1);
  return `${formatNumber(violations)} of ${formatCount(receipts, 'account')} received in this period came within ${formatNumber(hours, 2)} h of the same CSM’s previous one, so ${share} followed the cooling period. The current policy’s hours apply to the whole period.`;
}

/** Receipts and violations by week, each linked to that week's violations. */
function weeklyComplianceData(
  { receipts, weeks }: Cooling['compliance'],
  query: ScopeQuery,
): ChartData {
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
        : weeks.map(({ week, ...counts }) => {
            const href = `${scopeHref('/cooling', { ...query, from: week, to: sundayOf(week) })}#violations`;
            return {
              id: week,
              cells: {
                week,
                ...counts,
                share: counts.receipts > 0 ? counts.violations / counts.receipts : null,
              },
              hrefs: { week: href, violations: href },
            };
          }),
  };
}

function causeData({ causes, violations: total }: Cooling['compliance']): ChartData {
  return {
    columns: [
      { key: 'cause', title: 'Cause', kind: 'text' },
      { key: 'violations', title: 'Violations', kind: 'count' },
      { key: 'share', title: 'Share', kind: 'share' },
    ],
    rows: causes.map((cause) => ({
      id: `${cause.origin} ${cause.acknowledged}`,
      cells: {
        cause: causeLabel(cause),
        violations: cause.violations,
        share: cause.violations / total,
      },
      hrefs: { violations: '#violations' },
    })),
  };
}

function sundayOf(monday: string): string {
  return new Date(Date.parse(monday) + 6 * DAY_MS).toISOString().slice(0, 10);
}

/** The accounts received while the CSM was still cooling, newest first. */
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
        description="Accounts received within the cooling period of the same CSM’s previous one. If two arrived at the same moment, the second counts."
        flush
      >
        {violations.length === 0 ? (
          <p className="px-4 py-3 text-ink-muted">No violations in this period.</p>
        ) : (
          <Table
            label="Accounts received too soon"
            className="min-w-[52rem]"
            scrollClass="max-h-[36rem]"
          >
            <thead>
              <tr>
                <Th>Received</Th>
                <Th>CSM</Th>
                <Th>Account</Th>
                <Th>Time since previous</Th>
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
            {`Showing the newest ${formatNumber(violations.length)}. Choose a shorter period to see the ${formatNumber(more)} older ones.`}
          </p>
        )}
      </Panel>
    </div>
  );
}

/** The decision behind a violation: who made it, when, and whether they acknowledged the rule. */
function ViolationDecision({ violation }: { readonly violation: CoolingViolation }) {
  const { origin, decidedBy, decidedAt, acknowledged, reason, note } = violation;
  if (origin === 'elsewhere' || origin === 'outside') return capitalize(originLabel(origin));
  return (
    <>
      {capitalize(originLabel(origin, decidedBy))}
      {decidedAt && (
        <>
          {' '}
          <Time at={decidedAt} />
        </>
      )}
      <span className="block text-xs text-ink-muted">
        {acknowledged ? 'The cooling rule was overridden.' : 'Not flagged as cooling.'}
        {reason && ` ${decisionReasonLabel(reason)}.`}
        {note && ` “${note}”`}
      </span>
    </>
  );
}
