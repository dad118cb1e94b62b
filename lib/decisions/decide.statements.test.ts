import { describe, expect, it } from 'vitest';
import type { Context } from '@/lib/server/context';
import { seedCompany } from '@/test/support/company';
import {
  acceptRecommendation,
  overrideRecommendation,
  rejectRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { recordStatements } from '@/test/support/statement-spy';
import { decisionRequest, expectAppError, hoursAgo } from '@/test/support/test-context';
import { decide } from './decide';
import type { DecisionOutcome } from './decision-outcome';

// Above the ids that a run generates.
const id = '9001';

const context = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Bo' }],
  accounts: [{ id: 'A' }],
  recommendations: [{ id: Number(id), account: 'A', csm: 'Ana', at: hoursAgo(1) }],
});

const sent = (work: (ctx: Context) => Promise<unknown>) => recordStatements(context.ctx, work);
const take = ['recommendations.claim', 'decisions.rows'];
const audit = ['audit.move-head', 'audit.append'];
const write = ['recommendations.set-outcomes', 'decisions.insert', 'assignments.upsert'];
const give = [...write, ...audit, 'COMMIT'];
const record = ['decisions.insert', ...audit, 'COMMIT'];
const nothing = [...take, 'ROLLBACK'];

const accept = (ctx: Context, request = decisionRequest(id)) => acceptRecommendation(ctx, request);
const reject = (ctx: Context, request = decisionRequest(id)) =>
  rejectRecommendation(ctx, { ...request, reason: 'workload' });
const override = (ctx: Context, request = decisionRequest(id)) =>
  overrideRecommendation(ctx, { ...request, csm: 'Bo', reason: 'workload' });

// Each statement takes tenths of a second on Snowflake, so adding one must be deliberate.
describe('a decision', () => {
  it.each([
    ['an acceptance', accept, [...take, ...give]],
    ['an override', override, [...take, ...give]],
    ['a rejection', reject, [...take, ...record]],
  ])('sends the same statements for %s and for its undo', async (_, decide, statements) => {
    const request = decisionRequest(id);
    expect(await sent((ctx) => decide(ctx, request))).toEqual(statements);
    expect(await sent((ctx) => undoDecision(ctx, request))).toEqual(statements);
  });

  it('sends the same five statements for many recommendations, with every verb, and records them', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => String(n + 1));
    await seedCompany(context.warehouse, { accounts: ids.map((each) => ({ id: `B${each}` })) });
    await insertExternalRecommendations(
      context.warehouse,
      ids.map((each) => ({ id: Number(each), account: `B${each}`, csm: 'Ana', at: hoursAgo(1) })),
    );
    const acknowledged = ['cooling', 'velocity', 'at_capacity'] as const;
    const rejected = decisionRequest('1');
    await reject(context.ctx, rejected);
    const requests = ids.map((each, n) => {
      const request = { ...decisionRequest(each), acknowledged: [...acknowledged] };
      if (n === 0) return { ...request, verb: 'undo', undoes: rejected.requestId };
      if (n % 3 === 0) return { ...request, verb: 'accept' };
      const reason = 'workload';
      if (n % 3 === 1) return { ...request, verb: 'reject', reason };
      return { ...request, verb: 'override', csm: 'Bo', reason };
    });
    let outcomes: readonly DecisionOutcome[] = [];
    const statements = await sent(async (ctx) => {
      outcomes = await decide(ctx, { requests });
    });
    expect(outcomes.filter(({ status }) => status !== 'decided')).toEqual([]);
    expect(statements).toEqual([
      ...take,
      ...write,
      'audit.set-head',
      'audit.append-several',
      'COMMIT',
    ]);
  });

  it.each([
    ['an acceptance', accept],
    ['an override', override],
    ['a rejection', reject],
  ])('sends two statements if someone else decided first with %s', async (_, decide) => {
    await decide(context.ctx);
    expect(await sent((ctx) => expectAppError(accept(ctx)))).toEqual(nothing);
  });

  it('sends two statements for a retry, also if the decision was undone', async () => {
    for (const decide of [accept, override, reject]) {
      const request = decisionRequest(id);
      await decide(context.ctx, request);
      expect(await sent((ctx) => decide(ctx, request))).toEqual(nothing);
      const { requestId } = decisionRequest(id);
      const undo = (ctx: Context) => undoDecision(ctx, request, requestId);
      await undo(context.ctx);
      expect(await sent(undo)).toEqual(nothing);
      expect(await sent((ctx) => decide(ctx, request))).toEqual(nothing);
    }
  });

  it('sends two statements if it breaks a rule', async () => {
    await context.queryRows("DELETE FROM resi_corp_active_csms WHERE active_csm = 'Ana'");
    expect(await sent((ctx) => expectAppError(accept(ctx)))).toEqual(nothing);
  });

  it('sends one statement, outside a transaction, if the recommendation does not exist', async () => {
    expect(await sent((ctx) => expectAppError(accept(ctx, decisionRequest('404'))))).toEqual([
      'read-model.accounts',
    ]);
  });

  it('reads the account before the transaction if only the warehouse knows the decision', async () => {
    const request = decisionRequest(id);
    await accept(context.ctx, request);
    context.ctx.readModel.invalidate();
    expect(await sent((ctx) => undoDecision(ctx, request))).toEqual([
      'read-model.accounts',
      ...take,
      ...give,
    ]);
  });
});
