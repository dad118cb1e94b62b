import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { hashPassword } from '@/lib/members/password';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { id, text } from '@/lib/warehouse/sql/shared/columns';
import {
  command,
  query,
  type ValueColumn,
  valuesTable,
} from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Session, Warehouse } from '@/lib/warehouse/types';
import {
  type Company,
  type DemoAccount,
  type DemoCsm,
  type DemoRecommendation,
  type DemoRun,
  isActive,
} from './company';
import { tenureMonths } from './csms';
import { demoMembers } from './people';

/** Rows per statement; more of them at once are no faster. */
const chunk = 500;

/** Writes the company into a warehouse that is set up and empty, a few transactions in all. */
export async function writeCompany(
  warehouse: Warehouse,
  company: Company,
  now: Date,
): Promise<void> {
  const { csms, accounts, recommendations, decisions, runs } = company;
  const active = csms.filter((csm) => isActive(csm, now.getTime()));
  const ordered = recommendations.toSorted((a, b) => a.at - b.at);
  await warehouse.transaction('demo.people', async (session) => {
    await fill(session, t.activeCsms, active, [
      { name: 'active_csm', type: 'VARCHAR', value: (csm) => csm.name },
    ]);
    await fill(session, t.csmDetails, csms, csmColumns(now.getTime()));
    for (const member of await membersOf(company)) {
      await session.write(upsertMember({ ...member, now }));
    }
  });
  await warehouse.transaction('demo.accounts', async (session) => {
    const assigned = accounts.filter(
      (account): account is DemoAccount => account.assignment !== null,
    );
    await fill(session, t.onboardingSource, accounts, onboardingColumns);
    await fill(session, t.accountScores, accounts, accountColumns);
    await fill(session, t.assignments, assigned, assignmentColumns);
  });
  await warehouse.transaction('demo.history', async (session) => {
    await fill(session, t.runs, runs, runColumns);
    await fill(session, t.recommendations, ordered, recommendationColumns);
    const idOf = await numbersOf(session);
    const explained = ordered.filter(({ explanation }) => explanation !== null);
    await fill(session, t.explanations, explained, explanationColumns(idOf));
    for (let from = 0; from < decisions.length; from += chunk) {
      await session.write(
        insertDecisions(
          decisions.slice(from, from + chunk).map(({ recommendation, at, ...decision }) => ({
            ...decision,
            recommendationId: idOf(recommendation),
            accountId: recommendation.account.id,
            recommendedCsm: recommendation.csm.name,
            at: new Date(at),
          })),
        ),
      );
    }
  });
}

async function fill<Row>(
  session: Session,
  table: Sql,
  rows: readonly Row[],
  columns: readonly ValueColumn<Row>[],
): Promise<void> {
  const list = raw(columns.map(({ name }) => name).join(', '));
  for (let from = 0; from < rows.length; from += chunk) {
    const values = valuesTable(rows.slice(from, from + chunk), columns);
    const statement = sql`INSERT INTO ${table} (${list}) SELECT * FROM ${values} AS v`;
    await session.write(command('demo.fill', statement));
  }
}

const numberRow = z.object({ recommendation_id: id, run_id: text, account_id: text });

/** The number that the warehouse gave each recommendation; a run has one per account. */
async function numbersOf(session: Session): Promise<(row: DemoRecommendation) => string> {
  const rows = await session.read(
    query(
      'demo.numbers',
      sql`SELECT recommendation_id, run_id, account_id FROM ${t.recommendations}`,
      numberRow,
    ),
  );
  const numbers = new Map(
    rows.map((row) => [`${row.run_id} ${row.account_id}`, row.recommendation_id]),
  );
  return ({ runId, account }) => numbers.get(`${runId} ${account.id}`) as string;
}

function membersOf({ managers }: Company) {
  const others = managers.filter(({ email }) =>
    demoMembers.every((member) => member.email !== email),
  );
  return Promise.all([
    ...demoMembers.map(async ({ password, ...member }) => ({
      ...member,
      passwordHash: await hashPassword(password),
    })),
    ...others.map((person) => ({ ...person, role: 'manager' as const, passwordHash: null })),
  ]);
}

type Columns<Row> = readonly ValueColumn<Row>[];

const time = (at: number | Date | null) => (at === null ? null : new Date(at).toISOString());

/** What is known of a CSM, as of a moment. */
const csmColumns = (now: number): Columns<DemoCsm> => [
  { name: 'csm_name', type: 'VARCHAR', value: (csm) => csm.name },
  { name: 'tenure_months', type: 'DOUBLE', value: (csm) => tenureMonths(csm, now) },
  { name: 'manager_name', type: 'VARCHAR', value: (csm) => csm.manager },
  { name: 'segment', type: 'VARCHAR', value: (csm) => csm.segment },
  { name: 'account_level', type: 'VARCHAR', value: (csm) => csm.level },
  { name: 'capacity', type: 'INTEGER', value: (csm) => csm.capacity },
  { name: 'away_until', type: 'TIMESTAMP_NTZ', value: (csm) => time(csm.awayUntil) },
];

/** An account in the data team's onboarding. */
const onboardingColumns: Columns<DemoAccount> = [
  { name: 'account_id_ob', type: 'VARCHAR', value: (account) => account.id },
  { name: 'account_name', type: 'VARCHAR', value: (account) => account.name },
  { name: 'tenant_id', type: 'VARCHAR', value: (account) => account.tenantId },
  { name: 'success_transition_status_ob', type: 'VARCHAR', value: (account) => account.status },
  { name: 'needs_csm_since', type: 'TIMESTAMP_NTZ', value: (account) => time(account.needsSince) },
];

/** An account in the data team's scores. */
const accountColumns: Columns<DemoAccount> = [
  { name: 'account_id_ob', type: 'VARCHAR', value: (account) => account.id },
  { name: 'responsible_csm', type: 'VARCHAR', value: (account) => account.responsible },
  { name: 'neediness_score', type: 'DOUBLE', value: (account) => account.neediness },
  { name: 'health_score', type: 'DOUBLE', value: (account) => account.health },
  { name: 'core_health_score_color', type: 'VARCHAR', value: (account) => account.color },
  { name: 'revenue', type: 'DOUBLE', value: (account) => account.revenue },
  { name: 'segment', type: 'VARCHAR', value: (account) => account.segment },
  { name: 'account_level', type: 'VARCHAR', value: (account) => account.level },
  { name: 'industry', type: 'VARCHAR', value: (account) => account.industry },
];

/** An account that a decision, or the other program, assigned. */
const assignmentColumns: Columns<DemoAccount> = [
  { name: 'account_id', type: 'VARCHAR', value: (account) => account.id },
  { name: 'csm_name', type: 'VARCHAR', value: (row) => row.assignment?.csmName ?? null },
  {
    name: 'assignment_date',
    type: 'TIMESTAMP_NTZ',
    value: (row) => row.assignment?.assignedAt ?? null,
  },
  { name: 'assignment_method', type: 'VARCHAR', value: (row) => row.assignment?.method ?? null },
  {
    name: 'llm_review_feedback',
    type: 'VARCHAR',
    value: (row) => row.assignment?.feedback ?? null,
  },
  {
    name: 'last_updated',
    type: 'TIMESTAMP_NTZ',
    value: (row) => row.assignment?.updatedAt ?? null,
  },
];

/** A recommendation with what became of it; the warehouse numbers it. */
const recommendationColumns: Columns<DemoRecommendation> = [
  { name: 'account_id', type: 'VARCHAR', value: (row) => row.account.id },
  { name: 'recommended_csm', type: 'VARCHAR', value: (row) => row.csm.name },
  { name: 'recommendation_timestamp', type: 'TIMESTAMP_NTZ', value: (row) => time(row.at) },
  { name: 'assignment_method', type: 'VARCHAR', value: (row) => row.method },
  { name: 'neediness_score', type: 'DOUBLE', value: (row) => row.account.neediness },
  { name: 'health_score', type: 'DOUBLE', value: (row) => row.account.health },
  { name: 'revenue', type: 'DOUBLE', value: (row) => row.account.revenue },
  { name: 'account_segment', type: 'VARCHAR', value: (row) => row.account.segment },
  { name: 'account_level', type: 'VARCHAR', value: (row) => row.account.level },
  { name: 'optimization_score', type: 'DOUBLE', value: (row) => row.score },
  { name: 'llm_feedback', type: 'VARCHAR', value: (row) => row.feedback },
  { name: 'was_assigned', type: 'BOOLEAN', value: (row) => row.wasAssigned },
  { name: 'actual_assigned_csm', type: 'VARCHAR', value: (row) => row.actualCsm },
  { name: 'run_id', type: 'VARCHAR', value: (row) => row.runId },
  { name: 'batch_size', type: 'INTEGER', value: (row) => row.batchSize },
];

/** Why a recommendation was made, beside its number. */
const explanationColumns = (
  idOf: (row: DemoRecommendation) => string,
): Columns<DemoRecommendation> => [
  { name: 'recommendation_id', type: 'BIGINT', value: idOf },
  { name: 'run_id', type: 'VARCHAR', value: (row) => row.runId },
  { name: 'account_id', type: 'VARCHAR', value: (row) => row.account.id },
  { name: 'policy_version', type: 'INTEGER', value: () => 1 },
  { name: 'score', type: 'DOUBLE', value: (row) => row.score },
  { name: 'current_csm', type: 'VARCHAR', value: (row) => row.currentCsm },
  { name: 'neediness', type: 'DOUBLE', value: (row) => row.account.neediness },
  { name: 'health', type: 'DOUBLE', value: (row) => row.account.health },
  { name: 'revenue', type: 'DOUBLE', value: (row) => row.account.revenue },
  { name: 'explanation', type: 'VARCHAR', value: (row) => JSON.stringify(row.explanation) },
];

/** A run that has ended. */
const runColumns: Columns<DemoRun> = [
  { name: 'run_id', type: 'VARCHAR', value: (run) => run.id },
  { name: 'mode', type: 'VARCHAR', value: (run) => run.mode },
  { name: 'dry_run', type: 'BOOLEAN', value: (run) => run.dryRun },
  { name: 'account_id', type: 'VARCHAR', value: (run) => run.accountId },
  { name: 'batch_size', type: 'INTEGER', value: (run) => run.batchSize },
  { name: 'status', type: 'VARCHAR', value: (run) => run.status },
  { name: 'stage', type: 'VARCHAR', value: (run) => run.stage },
  { name: 'started_by', type: 'VARCHAR', value: (run) => run.startedBy },
  { name: 'started_by_name', type: 'VARCHAR', value: (run) => run.startedByName },
  { name: 'started_at', type: 'TIMESTAMP_NTZ', value: (run) => time(run.startedAt) },
  { name: 'finished_at', type: 'TIMESTAMP_NTZ', value: (run) => time(run.finishedAt) },
  { name: 'policy_version', type: 'INTEGER', value: (run) => run.policyVersion },
  { name: 'placed', type: 'INTEGER', value: (run) => run.placed },
  { name: 'deferred', type: 'INTEGER', value: (run) => run.deferred },
  { name: 'failure_code', type: 'VARCHAR', value: (run) => run.failureCode },
  { name: 'failure', type: 'VARCHAR', value: (run) => run.failure },
  { name: 'result', type: 'VARCHAR', value: (run) => run.result },
  { name: 'fairness', type: 'VARCHAR', value: (run) => run.standing?.fairness ?? null },
  { name: 'unavailable', type: 'VARCHAR', value: (run) => run.standing?.unavailable ?? null },
  {
    name: 'deferred_accounts',
    type: 'VARCHAR',
    value: (run) => run.standing?.deferredAccounts ?? null,
  },
];
