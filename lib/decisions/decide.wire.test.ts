import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { databaseFiles } from '@/lib/warehouse/database-files';
import type { SnowflakeFault } from '@/test/snowflake/faults';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse } from '@/test/snowflake/test-accounts';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { type TemporaryDuckDb, temporaryDuckDb } from '@/test/support/temporary-duckdb';
import {
  decisionRequest,
  hoursAgo,
  monday,
  readQueue,
  type TestContext,
  testContextOn,
} from '@/test/support/test-context';
import { decide } from './decide';

// The unmodified Snowflake SDK, over HTTP, against a server that executes statements on DuckDB.
const statements = [
  'recommendations.claim',
  'decisions.insert',
  'decisions.decide: commit',
] as const;
// The other statements, and more faults, are in decide.faults.test.ts.
const faults: readonly SnowflakeFault[] = [
  'drop-after-executing',
  'end-after-executing',
  'end-session',
  'expire-session',
];
const cases = statements.flatMap((statement) => faults.map((fault) => ({ statement, fault })));

/** Each case has four recommendations: accounts A1 to A4 to CSMs C1 to C4, and so on. */
const PER_CASE = 4;
const numbers = Array.from({ length: cases.length * PER_CASE }, (_, n) => n + 1);

let server: SnowflakeServer;
let files: TemporaryDuckDb;
let context: TestContext;
beforeAll(async () => {
  files = await temporaryDuckDb(monday);
  await seedCompany(files.warehouse, {
    csms: [...numbers.map((n) => ({ name: `C${n}` })), { name: 'Spare' }],
    accounts: numbers.map((n) => ({ id: `A${n}` })),
  });
  await insertExternalRecommendations(
    files.warehouse,
    numbers.map((n) => ({ id: n, account: `A${n}`, csm: `C${n}`, at: hoursAgo(1) })),
  );
  await files.warehouse.close();
  server = await startSnowflakeServer({ files: databaseFiles(files.path) });
  const warehouse = await openTestWarehouse(server);
  context = testContextOn({ warehouse, dispose: () => warehouse.close() });
});
afterEach(() => server.faults.clear());
afterAll(async () => {
  await context?.close();
  await server?.close();
  await files?.dispose();
});

/** Four requests, one for each verb. The undo is of an acceptance that is made first. */
async function prepare(ctx: Context, index: number) {
  const [a, b, c, d] = [1, 2, 3, 4].map((n) => String(index * PER_CASE + n)) as [
    ...[string, string, string, string],
  ];
  const acknowledged = ['cooling' as const, 'velocity' as const];
  const undone = { ...decisionRequest(d), verb: 'accept' };
  expect(await decide(ctx, { requests: [undone] })).toMatchObject([{ status: 'decided' }]);
  return {
    requests: [
      { ...decisionRequest(a), verb: 'accept' },
      { ...decisionRequest(b), verb: 'override', csm: 'Spare', reason: 'workload', acknowledged },
      { ...decisionRequest(c), verb: 'reject', reason: 'workload' },
      { ...decisionRequest(d), verb: 'undo', undoes: undone.requestId },
    ],
    owners: [
      { account_id: `A${a}`, csm_name: `C${a}` },
      { account_id: `A${b}`, csm_name: 'Spare' },
    ].sort((one, other) => (one.account_id < other.account_id ? -1 : 1)),
    accounts: [a, b, c, d].map((n) => `'A${n}'`).join(', '),
    pending: d,
  };
}

describe.each(cases)('a fault at $statement: $fault', ({ statement, fault }) => {
  it('loses no decision, makes none twice, and leaves the queue correct', async () => {
    const index = cases.findIndex((each) => each.statement === statement && each.fault === fault);
    const { requests, owners, accounts, pending } = await prepare(context.ctx, index);
    const planned = server.faults.plan({ when: (each) => each.statement === statement, do: fault });
    const outcomes = await decide(context.ctx, { requests });
    expect(planned.hits).toBe(1);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('decided'));
    const stored = (columns: string, table: string) =>
      context.queryRows(
        `SELECT ${columns} FROM ${table} WHERE account_id IN (${accounts}) ORDER BY 1, 2`,
      );
    const assignments = () => stored('account_id, csm_name', 'ACCOUNT_CSM_ASSIGNMENTS_CANNE');
    const decisions = () => stored('recommendation_id, verb', 'CSM_ROUTING_DECISIONS');
    expect(await assignments()).toEqual(owners);
    expect(await decisions()).toHaveLength(5);
    expect(await decide(context.ctx, { requests })).toEqual(outcomes);
    expect(await decisions()).toHaveLength(5);
    const { rows } = await readQueue(context.ctx, { pageSize: 1_000 });
    const ids = rows.map(({ id }) => id);
    expect(requests.map(({ recommendationId }) => ids.includes(recommendationId))).toEqual(
      requests.map(({ recommendationId }) => recommendationId === pending),
    );
  });
});
