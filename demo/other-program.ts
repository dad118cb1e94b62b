import sql from 'sql-template-tag';
import { evaluateCandidates } from '@/lib/engine/explain';
import { defaultPolicy } from '@/lib/policy/policy';
import { policyForDecision } from '@/lib/read-model/csms';
import { loadRoutingProblem } from '@/lib/read-model/routing-problem';
import { MINUTE_MS } from '@/lib/time';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';
import { upsertAssignments } from '@/lib/warehouse/sql/decisions';
import { writeAll } from '@/lib/warehouse/sql/shared/batches';
import { toMicroseconds } from '@/lib/warehouse/sql/shared/microseconds';
import { command, valuesTable } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { Simulation } from './simulation';

/** A recommendation that the data team's Python program writes. */
export interface ExternalRecommendation {
  readonly account: Pick<
    AccountRow,
    'id' | 'neediness' | 'health' | 'revenue' | 'segment' | 'level' | 'color'
  >;
  readonly csm: string;
  readonly at: number;
  /** Accounts in its batch. */
  readonly size: number;
  readonly isAccepted: boolean;
}

/** The accounts that have waited longest and have no recommendation. */
export async function waitingAccounts(
  simulation: Simulation,
  count: number,
  at: number,
): Promise<readonly AccountRow[]> {
  const scope = { mode: 'batch', batchSize: count } as const;
  const under = { policy: defaultPolicy, now: new Date(at) };
  return (await loadRoutingProblem(simulation, scope, under)).accounts.slice(0, count);
}

/**
 * A batch of the Python program: it recommends and assigns accounts in the data team's tables
 * directly, and half the time ignores the cooling period.
 */
export async function runOtherProgram(
  simulation: Simulation,
  count: number,
  start: number,
): Promise<void> {
  const { random } = simulation;
  const accounts = await waitingAccounts(simulation, count, start);
  const rows: ExternalRecommendation[] = [];
  for (const [i, account] of accounts.entries()) {
    const at = start + i * 1_500;
    const csm = await chooseCsm(simulation, account, at, random.chance(0.5), rows);
    if (!csm) continue;
    const row = { account, csm, at, size: accounts.length, isAccepted: true };
    // Superseded: an earlier recommendation that the assignment overtakes.
    if (random.chance(0.07)) {
      rows.push({ ...row, at: start - 20 * MINUTE_MS, size: 1, isAccepted: false });
    }
    rows.push(row);
  }
  await writeExternal(
    simulation,
    rows.sort((a, b) => a.at - b.at),
  );
}

async function chooseCsm(
  simulation: Simulation,
  account: AccountRow,
  at: number,
  ignoresCooling: boolean,
  earlier: readonly ExternalRecommendation[],
): Promise<string | undefined> {
  const { random, reserved } = simulation;
  const { context } = await loadRoutingProblem(
    simulation,
    { mode: 'single', accountId: account.id },
    { policy: policyForDecision(defaultPolicy), now: new Date(at) },
  );
  const taken = new Set([...reserved.values(), ...earlier.map(({ csm }) => csm)]);
  const candidates = evaluateCandidates(context.routing, context.toRoutable(account)).filter(
    ({ csm, exclusion }) =>
      !taken.has(csm) && (exclusion?.reason ?? null) === (ignoresCooling ? 'cooling' : null),
  );
  return candidates.length > 0 ? random.pick(candidates).csm : undefined;
}

/** Writes recommendations, and the assignments of those accepted, as the Python program does. */
export async function writeExternal(
  { warehouse, random }: Simulation,
  rows: readonly ExternalRecommendation[],
): Promise<void> {
  if (rows.length === 0) return;
  const withFeedback = rows.map((row) => ({
    ...row,
    feedback: random.chance(0.75) ? feedbackOn(row, random) : null,
    score: Math.round(random.between(52, 97) * 100) / 100,
  }));
  const values = valuesTable(withFeedback, [
    { name: 'account_id', type: 'VARCHAR', value: ({ account }) => account.id },
    { name: 'csm', type: 'VARCHAR', value: (row) => row.csm },
    { name: 'moment', type: 'TIMESTAMP_NTZ', value: (row) => new Date(row.at).toISOString() },
    { name: 'method', type: 'VARCHAR', value: methodOf },
    { name: 'neediness', type: 'DOUBLE', value: ({ account }) => account.neediness },
    { name: 'health', type: 'DOUBLE', value: ({ account }) => account.health },
    { name: 'revenue', type: 'DOUBLE', value: ({ account }) => account.revenue },
    { name: 'segment', type: 'VARCHAR', value: ({ account }) => account.segment },
    { name: 'level', type: 'VARCHAR', value: ({ account }) => account.level },
    { name: 'score', type: 'DOUBLE', value: (row) => row.score },
    { name: 'feedback', type: 'VARCHAR', value: (row) => row.feedback },
    { name: 'accepted', type: 'BOOLEAN', value: (row) => row.isAccepted },
    { name: 'given', type: 'VARCHAR', value: (row) => (row.isAccepted ? row.csm : null) },
    { name: 'run_id', type: 'VARCHAR', value: (row) => runIdAt(row.at) },
    { name: 'size', type: 'INTEGER', value: (row) => row.size },
  ]);
  const assigned = withFeedback.filter(({ isAccepted }) => isAccepted);
  await warehouse.transaction('demo.other-program', async (session) => {
    await session.write(
      command({
        name: 'demo.other-program',
        tables: ['recommendations'],
        sql: sql`INSERT INTO ${t.recommendations} (
  account_id, recommended_csm, recommendation_timestamp, assignment_method, neediness_score,
  health_score, revenue, account_segment, account_level, optimization_score, llm_feedback,
  was_assigned, actual_assigned_csm, run_id, batch_size
) SELECT * FROM ${values} AS v`,
      }),
    );
    if (assigned.length === 0) return;
    await writeAll(
      session,
      upsertAssignments(
        assigned.map((row) => {
          const time = toMicroseconds(new Date(row.at + 1_000));
          const times = { assignedAt: time, updatedAt: time };
          const assignment = { csmName: row.csm, method: methodOf(row), feedback: row.feedback };
          return { accountId: row.account.id, assignment: { ...assignment, ...times } };
        }),
      ),
    );
  });
}

const methodOf = ({ size }: ExternalRecommendation) =>
  size === 1 ? 'single_optimized' : 'batch_optimized';

function runIdAt(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
}

function feedbackOn(
  { account, csm }: ExternalRecommendation,
  random: Simulation['random'],
): string {
  const first = csm.split(' ')[0];
  if (account.neediness !== null && account.neediness >= 8) {
    return `Caution: neediness ${account.neediness} is high. ${first} can take it, but watch the next two weeks.`;
  }
  if (account.color === 'red') {
    return `Acceptable. Health is red; ${first} should call within two days and review open tickets.`;
  }
  return random.pick([
    `Good match. ${first} has room in the book and knows accounts of this class.`,
    'Approved. Workload stays balanced after this assignment.',
    `Reasonable. ${first}'s book grows slightly above the team's average; acceptable.`,
    'Good match on workload and revenue. No concerns.',
  ]);
}
