import { readModelOf } from '@/lib/read-model/read-model';
import { DAY_MS } from '@/lib/time';
import { tableNames } from '@/lib/warehouse/tables';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import { printMachine } from './measure';

interface Size {
  readonly recommendations: number;
  readonly pending: number;
  readonly accounts: number;
  readonly csms: number;
  /** Whether this program's runs made the pending ones, too: they store explanations. Default: no. */
  readonly pendingExplained?: boolean;
}

/** The end of the history in the large warehouse. */
const benchNow = new Date('2026-06-01T09:00:00.000Z');

const segment = "CASE WHEN n % 2 = 0 THEN 'Residential' ELSE 'Commercial' END";
const level = "CASE WHEN n % 3 = 0 THEN 'Enterprise' ELSE 'Corporate' END";
const neediness = '(n * 7919 % 101) / 10.0';
const health = 'n * 104729 % 101';
const revenue = 'n * 31337 % 1000000';

const evenness = { cv: 12.5, gini: 0.07, maxOverMean: 1.3 };
const fullness = { accounts: evenness, neediness: evenness, revenue: evenness };
const measured = {
  csms: 40,
  fullness,
  byClass: ['Residential', 'Commercial'].flatMap((segment) =>
    ['Corporate', 'Enterprise'].map((level) => ({
      classes: [{ segment, level }],
      csms: 10,
      fullness,
    })),
  ),
  amounts: { ...fullness, red: evenness },
  overCapacity: 1,
  nearCapacity: 9,
};
const fairness = { measure: 'within_class', before: measured, after: measured };
const accountFields = {
  accountId: 'A-1',
  accountName: 'Account 1',
  neediness: 5,
  health: 70,
  color: 'yellow',
  revenue: 1_000,
  segment: 'Residential',
  level: 'Corporate',
};
const result = JSON.stringify({
  placements: Array.from({ length: 40 }, () => ({
    ...accountFields,
    csm: 'CSM 1',
    cost: 1,
    score: 90,
  })),
  deferrals: [{ ...accountFields, reason: 'cooling', until: null, counts: { cooling: 3 } }],
  proof: { placed: 40, primal: 1, bound: 1, rounds: 1 },
  fairness,
  match: { needyWithExperienced: 100, redWithSenior: 100, newCsmGreen: 60 },
  took: { reading: 20, solving: 5 },
});

const book = { accounts: 90, neediness: 450, revenue: 4.5e7, red: 50, green: 20 };
const explanation = JSON.stringify({
  chosen: {
    csm: 'CSM 1',
    tenureMonths: 12,
    cost: 1,
    score: 90,
    capacity: 180,
    placedWith: null,
    costs: { accounts: 1, neediness: 1, revenue: 1, red: 1, experience: 0, recency: 0 },
    bookBefore: book,
    bookAfter: book,
    exclusion: null,
  },
  alternatives: [],
  exclusions: [],
  assumed: {},
  color: 'red',
  needy: false,
});

/**
 * Creates a warehouse with 1,000 days of history. All but the newest `pending` recommendations are
 * decided: 80% accepted, 10% overridden, 10% rejected.
 * @param now the end of the history
 */
export async function largeWarehouse(
  { recommendations, pending, accounts, csms, pendingExplained = false }: Size,
  now = benchNow,
): Promise<TemporaryDuckDb> {
  const temporary = await temporaryDuckDb(now);
  const decided = recommendations - pending;
  // Varies between the recommendations of an account.
  const outcome = `(n + n // ${accounts - pending}) % 10`;
  const gap = Math.floor((1000 * DAY_MS) / recommendations);
  const at = `TIMESTAMP '${now.toISOString().slice(0, 19)}' - INTERVAL ((${recommendations} - n) * ${gap}) MILLISECOND`;
  const statements = [
    `INSERT INTO ${tableNames.activeCsms} SELECT 'CSM ' || n FROM range(${csms}) AS r (n)`,
    `INSERT INTO ${tableNames.csmDetails} (
  csm_name, tenure_months, manager_name, segment, account_level, capacity, away_until
)
SELECT 'CSM ' || n, 3 + n % 60, 'Manager ' || (n % 20), NULL, NULL, ${2 * Math.ceil(accounts / csms)}, NULL
FROM range(${csms}) AS r (n)`,
    `INSERT INTO ${tableNames.onboardingSource}
SELECT 'A-' || n, 'Account ' || n, 'T-' || n,
  CASE WHEN n < ${pending} THEN 'Needs CSM' ELSE 'Complete' END, TIMESTAMP '2023-01-01'
FROM range(${accounts}) AS r (n)`,
    `INSERT INTO ${tableNames.accountScores}
SELECT 'A-' || n, CASE WHEN n >= ${pending} THEN 'CSM ' || (n % ${csms}) END, ${neediness},
  ${health}, NULL, ${revenue}, ${segment}, ${level}, 'Industry ' || (n % 20)
FROM range(${accounts}) AS r (n)`,
    `INSERT INTO ${tableNames.recommendations} (
  account_id, recommended_csm, recommendation_timestamp, assignment_method, neediness_score,
  health_score, revenue, account_segment, account_level, optimization_score, was_assigned,
  actual_assigned_csm, run_id, batch_size
)
SELECT
  'A-' || CASE WHEN n >= ${decided} THEN n - ${decided} ELSE ${pending} + n % ${accounts - pending} END,
  'CSM ' || (n % ${csms}), ${at}, 'batch_optimized', ${neediness}, ${health}, ${revenue},
  ${segment}, ${level}, (n * 37 % 1001) / 10.0, n < ${decided} AND ${outcome} < 8,
  CASE WHEN n >= ${decided} THEN NULL WHEN ${outcome} < 8 THEN 'CSM ' || (n % ${csms})
    WHEN ${outcome} = 8 THEN 'CSM ' || ((n + 1) % ${csms}) END,
  'run-' || (n // 40), 40
FROM range(${recommendations}) AS r (n)`,
    `INSERT INTO ${tableNames.explanations}
SELECT recommendation_id, run_id, account_id, 1, optimization_score, NULL, '${explanation}', neediness_score,
  health_score, revenue
FROM ${tableNames.recommendations}
WHERE recommendation_id <= ${pendingExplained ? recommendations : decided}`,
    `INSERT INTO ${tableNames.decisions} (
  decision_id, request_id, recommendation_id, account_id, verb, recommended_csm, csm_name, reason, note,
  set_aside, undoes, assignment_before, decided_by, decided_by_name, decided_at, seen_ms
)
SELECT 'd-' || recommendation_id, 'r-' || recommendation_id, recommendation_id, account_id,
  CASE WHEN was_assigned THEN 'accept' WHEN actual_assigned_csm IS NOT NULL THEN 'override'
    ELSE 'reject' END,
  recommended_csm, actual_assigned_csm, NULL, NULL, NULL, NULL, NULL, 'mia@example.com', 'Mia',
  recommendation_timestamp + INTERVAL 1 HOUR, NULL
FROM ${tableNames.recommendations}
WHERE recommendation_id <= ${decided}`,
    `INSERT INTO ${tableNames.reviews}
SELECT 'w-' || recommendation_id, recommendation_id, run_id, account_id, 'c-' || run_id,
  CASE recommendation_id % 5 WHEN 0 THEN 'reassign' WHEN 1 THEN 'caution' ELSE 'approve' END, 80,
  'They have capacity left and the tenure that this account needs.', 'workload', NULL, NULL,
  'claude-sonnet-5-5', 1, recommendation_id % 10 = 3, recommendation_timestamp
FROM ${tableNames.recommendations}`,
    `INSERT INTO ${tableNames.runs} (
  run_id, mode, dry_run, account_id, batch_size, status, stage, started_by, started_by_name, started_at,
  finished_at, policy_version, placed, deferred, failure_code, failure, result, fairness, unavailable,
  deferred_accounts
)
SELECT run_id, 'batch', FALSE, NULL, 40, 'succeeded', 'saving', 'schedule@example.com', 'Schedule',
  MIN(recommendation_timestamp), MIN(recommendation_timestamp) + INTERVAL 1 SECOND, 1, COUNT(*), 1,
  NULL, NULL, '${result}', '${JSON.stringify(fairness)}',
  '{"away":["CSM 7"],"cooling":["CSM ' || (CAST(SUBSTR(run_id, 5) AS INTEGER) % ${csms}) || '"],"velocity":[]}',
  '["A-' || (CAST(SUBSTR(run_id, 5) AS INTEGER) % ${accounts}) || '"]'
FROM ${tableNames.recommendations}
GROUP BY run_id`,
    `INSERT INTO ${tableNames.assignments}
SELECT account_id, MAX_BY(actual_assigned_csm, recommendation_timestamp),
  MAX(recommendation_timestamp) + INTERVAL 1 HOUR, 'batch_optimized', NULL,
  MAX(recommendation_timestamp) + INTERVAL 1 HOUR
FROM ${tableNames.recommendations}
WHERE actual_assigned_csm IS NOT NULL
GROUP BY account_id`,
  ];
  for (const statement of statements) {
    await temporary.warehouse.script(statement, { timeoutMs: 300_000 });
  }
  return temporary;
}

/** Prints the machine and the size of a large warehouse. */
export function printSize(size: Size): void {
  printMachine();
  console.log(
    Object.entries(size)
      .filter(([, count]) => typeof count === 'number')
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
  );
}

/** The size unless a benchmark asks for another. */
const defaultSize: Size = {
  recommendations: 1_000_000,
  pending: 2_000,
  accounts: 45_000,
  csms: 500,
};

/** Prints the size of the large warehouse, and creates it with a context to query it. */
export async function largeCompany<Role extends 'viewer' | 'manager'>(
  role: Role,
  given: Partial<Size> = {},
) {
  const size = { ...defaultSize, ...given };
  printSize(size);
  const { warehouse, dispose } = await largeWarehouse(size);
  const person = { email: 'mia@example.com', name: 'Mia', role };
  return {
    ctx: { warehouse, readModel: readModelOf(warehouse), person, now: () => benchNow },
    dispose,
  };
}
