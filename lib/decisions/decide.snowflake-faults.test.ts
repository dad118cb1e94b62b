import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { AppError } from '@/lib/server/errors';
import { query } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import type { PlannedSnowflakeFault, SnowflakeFault } from '@/test/snowflake/faults';
import { type SnowflakeServer, startSnowflakeServer } from '@/test/snowflake/server';
import { openSnowflakeContext, type SnowflakeTestContext } from '@/test/snowflake/test-context';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { decisionRequest, hoursAgo } from '@/test/support/test-context';
import { acceptRecommendation, overrideRecommendation, rejectRecommendation } from './decide';
import type { DecisionResult } from './decision-result';
import { undoDecision } from './undo-decision';

// The SDK waits for seconds before it asks again.
vi.setConfig({ testTimeout: 180_000 });

let server: SnowflakeServer;
beforeAll(async () => {
  server = await startSnowflakeServer();
});
afterAll(() => server.close());

/** Each fault meets a recommendation of its own: as many as a verb has statements, and one more. */
const recommendations = 12;

/** A desk with recommendations 1 to 12, of account A1 to CSM Ana1 and so on. */
async function openBusyDesk(): Promise<SnowflakeTestContext> {
  const desk = await openSnowflakeContext(server);
  const all = Array.from({ length: recommendations }, (_, at) => at + 1);
  await seedCompany(desk.warehouse, {
    csms: all.flatMap((n) => [{ name: `Ana${n}` }, { name: `Bo${n}` }]),
    accounts: all.map((n) => ({ id: `A${n}` })),
  });
  await insertExternalRecommendations(
    desk.warehouse,
    all.map((n) => ({ id: n, account: `A${n}`, csm: `Ana${n}`, at: hoursAgo(1) })),
  );
  return desk;
}

const writtenRow = z.object({
  accepted: z.boolean(),
  csm: z.string().nullable(),
  owner: z.string().nullable(),
  decisions: z.number(),
});
type Written = z.infer<typeof writtenRow>;

/** What is written of a recommendation, its account and the decisions on it. */
async function written(
  { warehouse }: SnowflakeTestContext,
  n: number,
): Promise<Written | undefined> {
  const asked = query(
    'test.written',
    sql`SELECT r.was_assigned AS accepted, r.actual_assigned_csm AS csm, a.csm_name AS owner,
  (SELECT COUNT(*) FROM ${t.decisions} WHERE recommendation_id = ${n}) AS decisions
FROM ${t.recommendations} AS r
LEFT JOIN ${t.assignments} AS a ON a.account_id = r.account_id
WHERE r.recommendation_id = ${n}`,
    writtenRow,
  );
  return (await warehouse.read(asked))[0];
}

interface Case {
  readonly verb: string;
  /** Brings a recommendation to where the verb can be done, and answers how; the request is one. */
  readonly prepare: (
    desk: SnowflakeTestContext,
    n: number,
  ) => Promise<() => Promise<DecisionResult>>;
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
    async prepare(desk, n) {
      const request = decisionRequest(String(n));
      return () => acceptRecommendation(desk.ctx, request);
    },
    before: pending,
    after: accepted,
  },
  {
    verb: 'override',
    async prepare(desk, n) {
      const request = { ...decisionRequest(String(n)), csm: `Bo${n}`, reason: 'workload' } as const;
      return () => overrideRecommendation(desk.ctx, request);
    },
    before: pending,
    after: (n) => ({ accepted: false, csm: `Bo${n}`, owner: `Bo${n}`, decisions: 1 }),
  },
  {
    verb: 'reject',
    async prepare(desk, n) {
      const request = { ...decisionRequest(String(n)), reason: 'workload' } as const;
      return () => rejectRecommendation(desk.ctx, request);
    },
    before: pending,
    after: () => ({ ...pending(), decisions: 1 }),
  },
  {
    verb: 'undo',
    async prepare(desk, n) {
      const { decisionId } = await acceptRecommendation(desk.ctx, decisionRequest(String(n)));
      const request = { ...decisionRequest(String(n)), decisionId };
      return () => undoDecision(desk.ctx, request);
    },
    before: accepted,
    after: () => ({ ...pending(), decisions: 2 }),
  },
];

/**
 * Does every verb once for each of its statements, with a fault planned for that statement, until
 * a fault comes too late to happen.
 */
async function atEachStatement(
  plan: (desk: SnowflakeTestContext, position: number) => PlannedSnowflakeFault,
  check: (
    decide: () => Promise<DecisionResult>,
    fault: PlannedSnowflakeFault,
    is: (expected: (n: number) => Written) => Promise<void>,
    each: Case,
  ) => Promise<void>,
  meant: readonly Case[],
): Promise<void> {
  const doAll = async (each: Case) => {
    const desk = await openBusyDesk();
    let positions = 0;
    for (let n = 1; n <= recommendations; n++) {
      const decide = await each.prepare(desk, n);
      const fault = plan(desk, n - 1);
      await check(
        decide,
        fault,
        async (expected) => {
          const why = `${each.verb}, statement ${n}`;
          expect(await written(desk, n), why).toEqual(expected(n));
        },
        each,
      );
      if (fault.hits === 0) break;
      positions++;
    }
    expect(positions).toBeGreaterThanOrEqual(fewest);
    expect(positions).toBeLessThan(recommendations);
    await desk.close();
  };
  await Promise.all(meant.map(doAll));
}

/** Fewer statements than this would mean that the faults did not meet the verb at all. */
const fewest = 4;

const error = (code: string, sqlState: string) => ({ error: { code, sqlState, message: code } });

/** The driver mends these below the verbs, so that one verb shows it. */
const toAccept = cases.slice(0, 1);

describe.concurrent('a decision is done once, and answered so', () => {
  it.each<[string, SnowflakeFault, readonly Case[]]>([
    ['the connection is cut before', 'drop-before', toAccept],
    ['the connection is cut instead of the answer to', 'drop-after-executing', cases],
    ['the session is gone at', 'end-session', cases],
    ['the session ends with the answer to', 'end-after-executing', cases],
    ['Snowflake answers 503 to', 'answer-503', toAccept],
    ['the token has expired at', 'expire-session', toAccept],
    ['the master token has expired at', 'expire-master', toAccept],
    ['a 401 answers', 'answer-401', toAccept],
  ])('where %s any one of its statements', async (_, happening, meant) => {
    await atEachStatement(
      (desk, position) => desk.faultAtStatement(position, happening),
      async (decide, fault, is, { after }) => {
        const decided = await decide();
        fault.cancel();
        await is(after);
        expect(await decide()).toEqual(decided);
        await is(after);
      },
      meant,
    );
  });
});

describe.concurrent('a decision is told as not done, is not, and can be done later', () => {
  it.each<[string, SnowflakeFault, AppError['code']]>([
    ['every session is gone', 'end-session', 'warehouse_unavailable'],
    ['locks are held', error('000625', '57014'), 'warehouse_busy'],
    ['the role lacks a privilege', error('003001', '42501'), 'warehouse_unavailable'],
  ])('where %s from any one of its statements on', async (_, happening, code) => {
    await atEachStatement(
      (desk, position) => desk.faultFromStatement(position, happening),
      async (decide, fault, is, { before, after }) => {
        const outcome = await decide().catch((thrown: unknown) => thrown);
        fault.cancel();
        if (fault.hits > 0) {
          const message = expect.stringMatching(/Nothing was changed|not known whether/);
          expect(outcome).toMatchObject({ code, message });
          await is(before);
        }
        await decide();
        await is(after);
      },
      toAccept,
    );
  });
});

it('a decision is told as not known, and repeated safely, where no COMMIT is answered', async () => {
  const lose = async ({ prepare, after }: Case) => {
    const desk = await openBusyDesk();
    const decide = await prepare(desk, 1);
    const fault = server.faults.plan({
      when: (request) => request.account === desk.account && request.sql === 'COMMIT',
      do: 'end-after-executing',
      times: Number.POSITIVE_INFINITY,
    });
    await expect(decide()).rejects.toMatchObject({
      code: 'warehouse_unavailable',
      message: expect.stringMatching(/not known whether/),
    });
    fault.cancel();
    expect(await written(desk, 1)).toEqual(after(1));
    await decide();
    expect(await written(desk, 1)).toEqual(after(1));
    await desk.close();
  };
  await Promise.all(cases.map(lose));
});
