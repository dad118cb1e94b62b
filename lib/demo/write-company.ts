import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { hashPassword } from '@/lib/auth/password';
import { insertDecisions } from '@/lib/warehouse/sql/decisions';
import { id, text } from '@/lib/warehouse/sql/fields';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { command, query } from '@/lib/warehouse/sql/statement';
import { t } from '@/lib/warehouse/sql/tables';
import { type ValueColumn, valuesTable } from '@/lib/warehouse/sql/values';
import type { Session, Warehouse } from '@/lib/warehouse/types';
import {
  accountColumns,
  assignmentColumns,
  csmColumns,
  explanationColumns,
  onboardingColumns,
  recommendationColumns,
  runColumns,
} from './columns';
import { type Company, type DemoAccount, type DemoRecommendation, isActive } from './company';
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
