import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currentPolicy } from '@/lib/policy/current-policy';
import { loadPerson } from '@/lib/server/auth/current-person';
import type { Context } from '@/lib/server/context';
import { withQueryCache } from '@/lib/warehouse/query-cache';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { withStatementSpy } from '@/test/support/statement-spy';
import {
  decisionRequest,
  hoursAgo,
  openTestContext,
  readQueue,
  type TestContext,
} from '@/test/support/test-context';
import { acceptRecommendation } from './decide';
import { countPending } from './queue';
import { undoDecision } from './undo-decision';

const second = 1_000;
let desk: TestContext;
/** What the process's cache believes the time to be, in milliseconds. */
let moment: number;
let statements: string[];
/** Mia at a warehouse that remembers, as a server's does. */
let ctx: Context;

beforeAll(async () => {
  desk = await openTestContext();
});
afterAll(() => desk.close());

beforeEach(async () => {
  await desk.clear();
  const { email, name, role } = desk.ctx.person;
  const member = { email, name, role, passwordHash: null, now: desk.now() };
  await desk.warehouse.transaction('test.member', (session) => session.write(upsertMember(member)));
  await seedCompany(desk.warehouse, {
    csms: [{ name: 'Ana Diaz' }, { name: 'Bo Li' }],
    accounts: [{ id: 'A-1' }, { id: 'A-2' }],
  });
  await insertExternalRecommendations(desk.warehouse, [
    { id: 1, account: 'A-1', csm: 'Ana Diaz', at: hoursAgo(1) },
    { id: 2, account: 'A-2', csm: 'Bo Li', at: hoursAgo(1) },
  ]);
  moment = 0;
  statements = [];
  const watching = withStatementSpy(desk.ctx, ({ name, kind }) => {
    if (kind === 'read' || kind === 'write') statements.push(name);
  });
  ctx = { ...watching, warehouse: withQueryCache(watching.warehouse, () => moment) };
});

/** What the shell and the page of the queue read, with the person as a page knows them. */
async function view() {
  statements = [];
  await loadPerson(ctx.warehouse, ctx.person.email, { maxAgeMs: 30 * second });
  const [page, pending] = await Promise.all([readQueue(ctx), countPending(ctx)]);
  return { page, pending, cost: [...statements] };
}

/** A person who has just signed in, at a server that knows the policy. */
async function arrive(): Promise<void> {
  await currentPolicy(ctx.warehouse);
  await loadPerson(ctx.warehouse, ctx.person.email, { maxAgeMs: 0 });
}

describe('a view of the queue', () => {
  it('costs two statements', async () => {
    await arrive();
    const { cost, page, pending } = await view();
    expect(cost.sort()).toEqual(['queue.facets', 'queue.page']);
    expect(pending).toBe(2);
    expect(page.facets.csm).toEqual([
      { value: 'Ana Diaz', count: 1 },
      { value: 'Bo Li', count: 1 },
    ]);
  });

  it('costs one when the next comes within seconds, and two again after them', async () => {
    await arrive();
    await view();
    moment += 4 * second;
    expect((await view()).cost).toEqual(['queue.page']);
    moment += 5 * second;
    expect((await view()).cost.sort()).toEqual(['queue.facets', 'queue.page']);
  });

  it('costs two after a decision of one’s own, and has it in rows, facets and count', async () => {
    await arrive();
    await view();
    await acceptRecommendation(ctx, decisionRequest('1'));
    const { cost, page, pending } = await view();
    expect(cost.sort()).toEqual(['queue.facets', 'queue.page']);
    expect(page.rows.map(({ id }) => id)).toEqual(['2']);
    expect(page.facets.csm).toEqual([{ value: 'Bo Li', count: 1 }]);
    expect(pending).toBe(1);
  });

  it('has an undo of one’s own at once', async () => {
    await arrive();
    const { decisionId } = await acceptRecommendation(ctx, decisionRequest('1'));
    expect((await view()).pending).toBe(1);
    await undoDecision(ctx, { ...decisionRequest('1'), decisionId });
    expect((await view()).pending).toBe(2);
  });

  it('has another program’s decisions in its rows at once, and in its count within seconds', async () => {
    await arrive();
    await view();
    await acceptRecommendation(desk.ctx, decisionRequest('1'));
    const soon = await view();
    expect(soon.page.rows.map(({ id }) => id)).toEqual(['2']);
    expect(soon.page.pending).toBe(1);
    moment += 5 * second;
    expect((await view()).pending).toBe(1);
  });
});

describe('a decision', () => {
  it('reads nothing from memory but the policy', async () => {
    await arrive();
    await view();
    await acceptRecommendation(desk.ctx, decisionRequest('1'));
    await expect(acceptRecommendation(ctx, decisionRequest('1'))).rejects.toMatchObject({
      code: 'already_decided',
    });
  });
});
