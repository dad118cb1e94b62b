import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  acceptRecommendation,
  type DecisionResult,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import {
  type FaultyContext,
  type PlannedStatementFault,
  type StatementFault,
  withStatementFaults,
} from '@/test/support/statement-faults';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  type TestContext,
} from '@/test/support/test-context';

/** One recommendation per fault: as many as a verb has statements, and one more. */
const RECOMMENDATIONS = 12;
/** With fewer statements than this, the faults would have missed the verb. */
const MIN_STATEMENTS = 4;

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());

// Recommendations 1 to 12, of account A1 to CSM Ana1 and so on.
beforeEach(async () => {
  await context.clear();
  const all = Array.from({ length: RECOMMENDATIONS }, (_, at) => at + 1);
  await seedCompany(context.warehouse, {
    csms: all.flatMap((n) => [{ name: `Ana${n}` }, { name: `Bo${n}` }]),
    accounts: all.map((n) => ({ id: `A${n}` })),
  });
  await insertExternalRecommendations(
    context.warehouse,
    all.map((n) => ({ id: n, account: `A${n}`, csm: `Ana${n}`, at: hoursAgo(1) })),
  );
});

const writtenRow = z.object({
  accepted: z.boolean(),
  csm: z.string().nullable(),
  owner: z.string().nullable(),
  decisions: z.number(),
});
type Written = z.infer<typeof writtenRow>;

/** What the tables say about a recommendation, its account, and the decisions on it. */
async function written(n: number): Promise<Written | undefined> {
  const rows = await context.warehouse.read(
    query({
      name: 'test.written',
      tables: ['recommendations', 'assignments', 'decisions'],
      row: writtenRow,
      sql: sql`SELECT r.was_assigned AS accepted, r.actual_assigned_csm AS csm, a.csm_name AS owner,
  (SELECT COUNT(*) FROM ${t.decisions} WHERE recommendation_id = ${n}) AS decisions
FROM ${t.recommendations} AS r
LEFT JOIN ${t.assignments} AS a ON a.account_id = r.account_id
WHERE r.recommendation_id = ${n}`,
    }),
  );
  return rows[0];
}

interface Case {
  readonly verb: string;
  /** Makes the verb possible and returns a function that does it, always with the same request. */
  readonly prepare: (ctx: Context, n: number) => Promise<() => Promise<DecisionResult>>;
  readonly before: (n: number) => Written;
  readonly after: (n: number) => Written;
}

const pending = () => ({ accepted: false, csm: null, owner: null, decisions: 0 });
const accepted = (n: number) => ({
  accepted: true,
  csm: `Ana${n}`,
  owner: `Ana${n}`,
  decisions: 1,
});
const cases: readonly Case[] = [
  {
    verb: 'accept',
    async prepare(ctx, n) {
      const request = decisionRequest(String(n));
      return () => acceptRecommendation(ctx, request);
    },
    before: pending,
    after: accepted,
  },
  {
    verb: 'override',
    async prepare(ctx, n) {
      const request = { ...decisionRequest(String(n)), csm: `Bo${n}`, reason: 'workload' } as const;
      return () => overrideRecommendation(ctx, request);
    },
    before: pending,
    after: (n) => ({ accepted: false, csm: `Bo${n}`, owner: `Bo${n}`, decisions: 1 }),
  },
  {
    verb: 'reject',
    async prepare(ctx, n) {
      const request = { ...decisionRequest(String(n)), reason: 'workload' } as const;
      return () => rejectRecommendation(ctx, request);
    },
    before: pending,
    after: () => ({ ...pending(), decisions: 1 }),
  },
  {
    verb: 'undo',
    async prepare(ctx, n) {
      const decided = await acceptRecommendation(ctx, decisionRequest(String(n)));
      const { requestId } = decisionRequest(String(n));
      return () => undoDecision(ctx, decided, requestId);
    },
    before: accepted,
    after: () => ({ ...pending(), decisions: 2 }),
  },
];

/** Does a verb once for each of its statements, with a fault planned for that statement. */
async function atEachStatement(
  { verb, prepare }: Case,
  plan: (faulty: FaultyContext, position: number) => PlannedStatementFault,
  check: (
    decide: () => Promise<DecisionResult>,
    fault: PlannedStatementFault,
    expectWritten: (expected: (n: number) => Written) => Promise<void>,
  ) => Promise<void>,
): Promise<void> {
  const faulty = withStatementFaults(context.ctx);
  let statements = 0;
  for (let n = 1; n <= RECOMMENDATIONS; n++) {
    const decide = await prepare(faulty.ctx, n);
    const fault = plan(faulty, n - 1);
    await check(decide, fault, async (expected) => {
      expect(await written(n), `${verb}, statement ${n}`).toEqual(expected(n));
    });
    fault.cancel();
    if (fault.hits === 0) break;
    statements++;
  }
  expect(statements).toBeGreaterThanOrEqual(MIN_STATEMENTS);
  expect(statements).toBeLessThan(RECOMMENDATIONS);
}

describe.each(cases)('$verb', (each) => {
  it.each<[string, StatementFault]>([
    ['before', 'lost-before'],
    ['after', 'lost-after'],
  ])('decides exactly once if the session is lost %s any statement', async (_, fault) => {
    await atEachStatement(
      each,
      (faulty, position) => faulty.faultAt(position, fault),
      async (decide, planned, expectWritten) => {
        const decided = await decide();
        planned.cancel();
        await expectWritten(each.after);
        expect(await decide()).toEqual(decided);
        await expectWritten(each.after);
      },
    );
  });

  it('finds the decision and returns it if no COMMIT is answered', async () => {
    const { ctx, faultAtCommit } = withStatementFaults(context.ctx);
    const decide = await each.prepare(ctx, 1);
    const fault = faultAtCommit('lost-after');
    const decided = await decide();
    expect(fault.hits).toBe(1);
    expect(await written(1)).toEqual(each.after(1));
    expect(await decide()).toEqual(decided);
  });

  it('reports an unknown outcome if nothing is answered from COMMIT on, and can be retried', async () => {
    const { ctx, faultFromCommit } = withStatementFaults(context.ctx);
    const decide = await each.prepare(ctx, 1);
    const fault = faultFromCommit('lost-after');
    await expect(decide()).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringMatching(/not known whether/),
    });
    fault.cancel();
    expect(await written(1)).toEqual(each.after(1));
    await decide();
    expect(await written(1)).toEqual(each.after(1));
  });
});

const [accept] = cases as [Case];
it.each<[string, StatementFault, AppError['code']]>([
  ['every session is lost', 'lost-before', 'warehouse_unavailable'],
  ['the warehouse fails', new AppError('warehouse_busy', 'Nothing was changed.'), 'warehouse_busy'],
])(
  'accept changes nothing if %s from any statement on, and can be retried',
  async (_, fault, code) => {
    await atEachStatement(
      accept,
      (faulty, position) => faulty.faultFrom(position, fault),
      async (decide, planned, expectWritten) => {
        const outcome = await decide().catch((thrown: unknown) => thrown);
        planned.cancel();
        if (planned.hits > 0) {
          expect(outcome).toMatchObject({ code });
          await expectWritten(accept.before);
        }
        await decide();
        await expectWritten(accept.after);
      },
    );
  },
);
