import { beforeEach, describe, expect, it } from 'vitest';
import { importSources } from '@/lib/accounts/import/import-sources';
import { markAccounts } from '@/lib/accounts/mark-accounts';
import { countRoutableAccounts } from '@/lib/accounts/search';
import { getAccountHistory } from '@/lib/analytics/account/get-account-history';
import { getHandover } from '@/lib/analytics/handover/get-handover';
import { readParquet } from '@/lib/warehouse/duckdb/read-parquet';
import {
  acceptRecommendation,
  overrideRecommendation,
  undoDecision,
} from '@/test/support/decisions';
import { upsertExternalAssignments } from '@/test/support/recommendations';
import { runToCompletion, wholeBatch } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { decisionRequest, hoursAgo, readQueue } from '@/test/support/test-context';

const context = seededTestContext();

/** Imports an account that needs a CSM since a time, and the active CSMs. */
async function importAccount(since: string, active = ['Edda Holm', 'Finn Aas']): Promise<void> {
  const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
  const accounts = `account_id,current_csm,needs_csm,needs_csm_since,health_score
K-7,,yes,${since},70
K-8,Edda Holm,no,,70
`;
  const csms = ['csm_name,tenure_months', ...active.map((name) => `${name},30`)].join('\n');
  await importSources(
    { ...context.as('Ada', 'admin'), readParquet },
    { accounts: file('accounts.csv', accounts), csms: file('csms.csv', csms) },
  );
}

const routable = async () => (await countRoutableAccounts(context.ctx)).routable;

/** Runs, and returns the id of the only recommendation. */
async function recommend(): Promise<string> {
  expect(await runToCompletion(context.ctx, wholeBatch)).toMatchObject({ placed: 1 });
  const { rows } = await readQueue(context.ctx);
  expect(rows).toHaveLength(1);
  return rows[0]?.id ?? '';
}

async function runAndAccept() {
  return acceptRecommendation(context.ctx, decisionRequest(await recommend()));
}

async function expectNothingToPlace(): Promise<void> {
  expect(await routable()).toBe(0);
  expect(await runToCompletion(context.ctx, wholeBatch)).toMatchObject({
    failureCode: 'not_routable',
  });
}

describe('an account that starts to need a CSM in a few hours', () => {
  beforeEach(() => importAccount(hoursAgo(-6)));

  it('does not come back after it was accepted, before or after that time', async () => {
    await runAndAccept();
    context.advanceHours(5);
    await expectNothingToPlace();
    context.advanceHours(5);
    await expectNothingToPlace();
    context.advanceHours(24);
    const day = (date: string) => ({ period: { first: date, last: date }, zone: 'UTC' });
    for (const date of ['2026-03-02', '2026-03-03']) {
      const { classes, open } = await getHandover(context.ctx, day(date));
      expect(open.total).toBe(0);
      expect(classes.map(({ waitedAfter }) => waitedAfter).filter(Boolean)).toEqual([]);
    }
  });

  it('comes back when the source gives another time, earlier or later', async () => {
    await runAndAccept();
    context.advanceHours(9);
    await importAccount(hoursAgo(-6));
    await expectNothingToPlace();
    await importAccount(hoursAgo(-5));
    expect(await routable()).toBe(1);
    await importAccount(hoursAgo(-8));
    expect(await routable()).toBe(1);
    await runAndAccept();
    context.advanceHours(9);
    await expectNothingToPlace();
  });

  it('comes back at once when the source gives another time in the future', async () => {
    await importAccount('2998-01-01');
    await runAndAccept();
    context.advanceHours(9);
    await expectNothingToPlace();
    await importAccount('2999-12-31');
    expect(await routable()).toBe(1);
    await runAndAccept();
    context.advanceHours(9);
    await expectNothingToPlace();
  });

  it('does not come back after an override, nor after the other program assigned it again', async () => {
    const id = await recommend();
    const csm = (await readQueue(context.ctx)).rows[0]?.recommendedCsm;
    await overrideRecommendation(context.ctx, {
      ...decisionRequest(id),
      csm: csm === 'Finn Aas' ? 'Edda Holm' : 'Finn Aas',
      reason: 'other',
      note: 'Asked for',
    });
    context.advanceHours(9);
    await expectNothingToPlace();
    await upsertExternalAssignments(context.warehouse, [
      { account: 'K-7', csm: 'Finn Aas', at: hoursAgo(-2) },
    ]);
    await expectNothingToPlace();
  });

  it('needs a CSM again after the decision was undone', async () => {
    const decision = await runAndAccept();
    context.advanceHours(9);
    await undoDecision(context.ctx, decision);
    expect((await readQueue(context.ctx)).rows).toHaveLength(1);
    await expectNothingToPlace();
  });

  it('needs a CSM again when its CSM leaves and it is marked, until the next accept', async () => {
    const { csm } = await runAndAccept();
    expect(csm).toBe('Finn Aas');
    context.advanceHours(1);
    await importAccount(hoursAgo(-6), ['Edda Holm']);
    await markAccounts(context.ctx, { owners: ['Finn Aas'], reason: 'Left' });
    expect(await routable()).toBe(1);
    await runAndAccept();
    context.advanceHours(9);
    await expectNothingToPlace();
  });
});

it('the page of an account shows a start in the future as now, and no start in its history', async () => {
  await importAccount(hoursAgo(-6));
  const page = async () => getAccountHistory(context.ctx, { accountId: 'K-7' });
  expect(await page()).toMatchObject({
    details: {
      needsCsm: true,
      assignedSince: false,
      since: context.now(),
      futureStart: new Date(hoursAgo(-6)),
    },
    events: [],
  });
  await runAndAccept();
  context.advanceHours(9);
  const { details, events } = await page();
  expect(details).toMatchObject({ assignedSince: true, futureStart: null });
  expect(events.map(({ kind }) => kind)).toEqual(['decided', 'recommended']);
});

it('a start in the future counts as answered by an assignment of another program', async () => {
  await importAccount('2999-12-31');
  await upsertExternalAssignments(context.warehouse, [
    { account: 'K-7', csm: 'Finn Aas', at: hoursAgo(2) },
  ]);
  await expectNothingToPlace();
});
