import { beforeEach, describe, expect, it } from 'vitest';
import { currentPolicy } from '@/lib/policy/current-policy';
import { loadPerson } from '@/lib/server/auth/current-person';
import type { Context } from '@/lib/server/context';
import { withQueryCache } from '@/lib/warehouse/query-cache';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { acceptRecommendation, undoDecision } from '@/test/support/decisions';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { withStatementSpy } from '@/test/support/statement-spy';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';
import { countPending } from './queue';

const second = 1_000;
const context = seededTestContext({
  csms: [{ name: 'Ana Diaz' }, { name: 'Bo Li' }],
  accounts: [{ id: 'A-1' }, { id: 'A-2' }],
  recommendations: [
    { id: 1, account: 'A-1', csm: 'Ana Diaz', at: hoursAgo(1) },
    { id: 2, account: 'A-2', csm: 'Bo Li', at: hoursAgo(1) },
  ],
});
/** The cache's clock, in milliseconds. */
let clock: number;
let statements: string[];
/** Mia's context on a warehouse with a query cache, as in the server. */
let ctx: Context;

beforeEach(async () => {
  const { email, name, role } = context.ctx.person;
  const member = { email, name, role, passwordHash: null, now: context.now() };
  await context.warehouse.transaction('test.member', (session) =>
    session.write(upsertMember(member)),
  );
  clock = 0;
  statements = [];
  const watching = withStatementSpy(context.ctx, ({ name, kind }) => {
    if (kind === 'read' || kind === 'write') statements.push(name);
  });
  ctx = { ...watching, warehouse: withQueryCache(watching.warehouse, () => clock) };
});

/** Reads what the shell and the queue page read. */
async function view() {
  statements = [];
  await loadPerson(ctx.warehouse, ctx.person.email, { maxAgeMs: 30 * second });
  const [page, pending] = await Promise.all([readQueue(ctx), countPending(ctx)]);
  return { page, pending, cost: [...statements] };
}

/** Reads what signing in leaves in the cache. */
async function signIn(): Promise<void> {
  await currentPolicy(ctx.warehouse);
  await loadPerson(ctx.warehouse, ctx.person.email, { maxAgeMs: 0 });
}

describe('a queue page', () => {
  it('sends two statements', async () => {
    await signIn();
    const { cost, page, pending } = await view();
    expect(cost.sort()).toEqual(['queue.facets', 'queue.page']);
    expect(pending).toBe(2);
    expect(page.facets.csm).toEqual([
      { value: 'Ana Diaz', count: 1 },
      { value: 'Bo Li', count: 1 },
    ]);
  });

  it('sends one statement while the facets are cached, and two after they expire', async () => {
    await signIn();
    await view();
    clock += 4 * second;
    expect((await view()).cost).toEqual(['queue.page']);
    clock += 5 * second;
    expect((await view()).cost.sort()).toEqual(['queue.facets', 'queue.page']);
  });

  it('sends two statements after a decision, and shows it in rows, facets, and count', async () => {
    await signIn();
    await view();
    await acceptRecommendation(ctx, decisionRequest('1'));
    const { cost, page, pending } = await view();
    expect(cost.sort()).toEqual(['queue.facets', 'queue.page']);
    expect(page.rows.map(({ id }) => id)).toEqual(['2']);
    expect(page.facets.csm).toEqual([{ value: 'Bo Li', count: 1 }]);
    expect(pending).toBe(1);
  });

  it('shows an undo immediately', async () => {
    await signIn();
    const decided = await acceptRecommendation(ctx, decisionRequest('1'));
    expect((await view()).pending).toBe(1);
    await undoDecision(ctx, decided);
    expect((await view()).pending).toBe(2);
  });

  it('shows another program’s decision in its rows immediately, and in the count within seconds', async () => {
    await signIn();
    await view();
    await acceptRecommendation(context.ctx, decisionRequest('1'));
    const soon = await view();
    expect(soon.page.rows.map(({ id }) => id)).toEqual(['2']);
    expect(soon.page.pending).toBe(1);
    clock += 5 * second;
    expect((await view()).pending).toBe(1);
  });
});

describe('a decision', () => {
  it('reads nothing from the cache except the policy', async () => {
    await signIn();
    await view();
    await acceptRecommendation(context.ctx, decisionRequest('1'));
    await expect(acceptRecommendation(ctx, decisionRequest('1'))).rejects.toMatchObject({
      code: 'already_decided',
    });
  });
});
