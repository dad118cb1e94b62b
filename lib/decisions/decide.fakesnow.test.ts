import { afterEach, beforeEach, expect, it } from 'vitest';
import { readModelOf } from '@/lib/read-model/read-model';
import type { Context } from '@/lib/server/context';
import type { AppError } from '@/lib/server/errors';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { Command, Warehouse } from '@/lib/warehouse/types';
import { seedCompany } from '@/test/support/company';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
} from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { recordStatements } from '@/test/support/statement-spy';
import {
  decisionRequest,
  hoursAgo,
  monday,
  type TestContext,
  testContextOn,
} from '@/test/support/test-context';
import { fakesnowOptions, openAndSetUp } from '@/test/support/test-warehouse';
import { decide } from './decide';

// Two processes on one Snowflake account: a context with its own sessions and read model for each.
let context: TestContext;
let otherPool: Warehouse;
let noah: Context;

beforeEach(async () => {
  const options = fakesnowOptions();
  context = testContextOn(await openAndSetUp(options, monday));
  otherPool = await openSnowflake(options);
  const readModel = readModelOf(otherPool);
  noah = { ...context.as('Noah', 'manager'), warehouse: otherPool, readModel };
  await seedCompany(context.warehouse, {
    csms: [{ name: 'Ana' }, { name: 'Bo' }, { name: 'Cy' }],
    accounts: [{ id: 'A' }, { id: 'B' }],
  });
  await insertExternalRecommendations(context.warehouse, [
    { id: 1, account: 'A', csm: 'Ana', at: hoursAgo(1) },
    { id: 2, account: 'B', csm: 'Cy', at: hoursAgo(1) },
  ]);
});
afterEach(async () => {
  await Promise.all([otherPool.close(), context.close()]);
});

const decisions = () =>
  context.queryRows(
    'SELECT recommendation_id, verb, decided_by_name FROM CSM_ROUTING_DECISIONS ORDER BY 1',
  );
const owners = () =>
  context.queryRows('SELECT account_id, csm_name FROM ACCOUNT_CSM_ASSIGNMENTS_CANNE ORDER BY 1');

/** A promise to resolve later. */
function signal() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** The same context, which calls `before` ahead of each write. */
function withBeforeWrite(ctx: Context, before: (command: Command) => Promise<void>): Context {
  const { warehouse } = ctx;
  return {
    ...ctx,
    warehouse: {
      kind: warehouse.kind,
      read: (query, options) => warehouse.read(query, options),
      transaction: (name, work, options) =>
        warehouse.transaction(
          name,
          (session) =>
            work({
              read: (query) => session.read(query),
              async write(command) {
                await before(command);
                return session.write(command);
              },
            }),
          options,
        ),
      script: (text, options) => warehouse.script(text, options),
      onCommit: (listener) => warehouse.onCommit(listener),
      close: () => warehouse.close(),
    },
  };
}

it('lets a decision wait for one under way in another process, and then tells who decided', async () => {
  const holding = signal();
  const released = signal();
  const waiting = signal();
  const first = acceptRecommendation(
    withBeforeWrite(context.ctx, async ({ name }) => {
      if (name !== 'decisions.insert') return;
      holding.resolve();
      await released.promise;
    }),
    decisionRequest('1'),
  );
  await holding.promise;
  const second = overrideRecommendation(
    withBeforeWrite(noah, async () => waiting.resolve()),
    { ...decisionRequest('1'), csm: 'Bo', reason: 'workload' },
  );
  await waiting.promise;
  released.resolve();
  await first;
  await expect(second).rejects.toMatchObject({
    code: 'already_decided',
    message: expect.stringContaining('Mia Manager already accepted'),
  });
  expect(await decisions()).toMatchObject([{ verb: 'accept', decided_by_name: 'Mia Manager' }]);
  expect(await owners()).toEqual([{ account_id: 'A', csm_name: 'Ana' }]);
});

it('lets exactly one of many concurrent decisions in two processes win', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, n) => {
      const ctx = n % 2 === 0 ? context.ctx : noah;
      return n % 3 === 0
        ? rejectRecommendation(ctx, { ...decisionRequest('1'), reason: 'workload' })
        : acceptRecommendation(ctx, decisionRequest('1'));
    }),
  );
  const refused = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(refused.map((error: AppError) => error.code)).toEqual(Array(11).fill('already_decided'));
  expect(await decisions()).toHaveLength(1);
});

it('decides once if two processes receive the same request, and returns the same outcome', async () => {
  const request = decisionRequest('1');
  const [here, there] = await Promise.all([
    acceptRecommendation(context.ctx, request),
    acceptRecommendation({ ...noah, person: context.ctx.person }, request),
  ]);
  expect(there).toEqual(here);
  expect(await decisions()).toHaveLength(1);
});

it('decides both of two recommendations at once in two processes', async () => {
  await Promise.all([
    acceptRecommendation(context.ctx, decisionRequest('1')),
    acceptRecommendation(noah, decisionRequest('2')),
  ]);
  expect(await decisions()).toHaveLength(2);
  expect(await owners()).toEqual([
    { account_id: 'A', csm_name: 'Ana' },
    { account_id: 'B', csm_name: 'Cy' },
  ]);
});

it('sends the same five statements for several recommendations, with every verb, and those of the audit trail', async () => {
  await insertExternalRecommendations(context.warehouse, [
    { id: 3, account: 'C', csm: 'Bo', at: hoursAgo(1) },
    { id: 4, account: 'D', csm: 'Bo', at: hoursAgo(1) },
  ]);
  const undone = decisionRequest('4');
  await rejectRecommendation(context.ctx, { ...undone, reason: 'workload' });
  const sent = await recordStatements(context.ctx, async (ctx) => {
    const outcomes = await decide(ctx, {
      requests: [
        { ...decisionRequest('1'), verb: 'accept' },
        { ...decisionRequest('2'), verb: 'override', csm: 'Bo', reason: 'workload' },
        { ...decisionRequest('3'), verb: 'reject', reason: 'workload' },
        { ...decisionRequest('4'), verb: 'undo', undoes: undone.requestId },
      ],
    });
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('decided'));
  });
  expect(sent.filter((name) => name !== 'read-model.accounts')).toEqual([
    'recommendations.claim',
    'decisions.rows',
    'recommendations.set-outcomes',
    'decisions.insert',
    'assignments.upsert',
    'audit.set-head',
    'audit.append-several',
    'COMMIT',
  ]);
});

it('decides each recommendation of two overlapping requests in two processes once', async () => {
  const requests = () => ['1', '2'].map((id) => ({ ...decisionRequest(id), verb: 'accept' }));
  const [here, there] = await Promise.all([
    decide(context.ctx, { requests: requests() }),
    decide(noah, { requests: requests().reverse() }),
  ]);
  const decided = [...here, ...there].filter(({ status }) => status === 'decided');
  expect(decided.map(({ recommendationId }) => recommendationId).sort()).toEqual(['1', '2']);
  const refused = [...here, ...there].flatMap((each) =>
    each.status === 'refused' ? [each.error.code] : [],
  );
  expect(refused).toEqual(['already_decided', 'already_decided']);
  expect(await decisions()).toHaveLength(2);
});
