import sql from 'sql-template-tag';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { MINUTE_MS } from '@/lib/time';
import { command } from '@/lib/warehouse/sql/shared/statement';
import { t } from '@/lib/warehouse/tables';
import { type ManualClock, manualClock } from '@/test/support/manual-clock';
import { connectLikeSnowflake, type ServerConnection } from '@/test/support/other-server';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { createGate } from '@/test/support/statement-spy';
import { hoursAgo, monday } from '@/test/support/test-context';
import type { NumberedChange } from './change-feed';
import { ReadModel } from './read-model';

const checkIntervalMs = 5_000;

/** Another server or program on the same data. */
const other = seededTestContext({
  csms: [{ name: 'Ana' }, { name: 'Ben' }],
  accounts: ['A-1', 'A-2', 'A-3'].map((id) => ({ id })),
  recommendations: [{ account: 'A-1', csm: 'Ana', at: hoursAgo(2) }],
});

let clock: ManualClock;
let server: ServerConnection;
let model: ReadModel;
let errors: unknown[];
let changes: NumberedChange[];
beforeEach(() => {
  clock = manualClock();
  server = connectLikeSnowflake(other.warehouse);
  errors = [];
  changes = [];
  const onError = (error: unknown) => errors.push(error);
  model = new ReadModel(server.warehouse, { checkIntervalMs, clock, onError });
});

const pending = async () =>
  [...(await model.facts(defaultPolicy, monday)).recommendations.values()]
    .map(({ accountId }) => accountId)
    .sort();
const follow = () => model.follow((change) => changes.push(change));
const recommendElsewhere = (account: string) =>
  insertExternalRecommendations(other.warehouse, [{ account, csm: 'Ben', at: hoursAgo(1) }]);
const topics = () => changes.map(({ topics }) => [...topics].sort());

const loads = ['read-model.company', 'read-model.open-work', 'read-model.receipts'];
const aCheck = 'read-model.changes';
/** The first check reads twice, because DuckDB has no commit times. */
const firstCheck = [aCheck, aCheck];

/** Advances by one interval and waits for the check that its timer starts. */
async function nextCheck(): Promise<void> {
  const gate = createGate();
  server.beforeRead = gate.wait;
  clock.advance(checkIntervalMs);
  await gate.reached;
  server.beforeRead = () => {};
  gate.open();
  // Joins the check in progress.
  clock.advance(2 * checkIntervalMs + 1);
  await model.facts(defaultPolicy, monday);
}

describe('while someone follows', () => {
  it('publishes a change by another server, and has it in the facts', async () => {
    expect(await pending()).toEqual(['A-1']);
    const unfollow = follow();
    await recommendElsewhere('A-2');
    await nextCheck();
    expect(topics()).toEqual([['queue']]);
    expect(await pending()).toEqual(['A-1', 'A-2']);
    unfollow();
  });

  it('serves the current facts until the new ones are loaded', async () => {
    await pending();
    await recommendElsewhere('A-2');
    const gate = createGate();
    server.beforeRead = ({ name }) => (name === 'read-model.open-work' ? gate.wait() : undefined);
    clock.advance(checkIntervalMs);
    expect(await pending()).toEqual(['A-1']);
    await gate.reached;
    expect(await pending()).toEqual(['A-1']);
    gate.open();
    await expect.poll(pending).toEqual(['A-1', 'A-2']);
  });
});

it('runs one check for any number of readers', async () => {
  const unfollow = [follow(), follow(), follow()];
  await Promise.all(Array.from({ length: 20 }, pending));
  expect(server.takeStatements().sort()).toEqual([...firstCheck, ...loads].sort());
  for (const stop of unfollow) stop();
});

it('reads nothing while nobody is viewing', async () => {
  await pending();
  follow()();
  server.takeStatements();
  clock.advance(60 * MINUTE_MS);
  expect(server.takeStatements()).toEqual([]);
  expect(clock.pendingTimers()).toBe(0);
});

it('waits for fresh facts after a pause', async () => {
  await pending();
  await recommendElsewhere('A-3');
  clock.advance(2 * checkIntervalMs + 1);
  expect(await pending()).toEqual(['A-1', 'A-3']);
});

it('takes one statement for a check that finds nothing, and reloads after a minute', async () => {
  await pending();
  server.takeStatements();
  clock.advance(2 * checkIntervalMs + 1);
  await pending();
  expect(server.takeStatements()).toEqual([aCheck]);
  clock.advance(MINUTE_MS);
  await pending();
  expect(server.takeStatements().sort()).toEqual([aCheck, ...loads].sort());
});

it('publishes a change of accounts, which leave no trace, after a minute', async () => {
  await pending();
  const unfollow = follow();
  await other.warehouse.transaction('test.scores', (session) =>
    session.write(
      command({
        name: 'test.scores',
        tables: ['accountScores'],
        sql: sql`UPDATE ${t.accountScores} SET neediness_score = 9`,
      }),
    ),
  );
  await nextCheck();
  expect(topics()).toEqual([]);
  clock.advance(2 * MINUTE_MS);
  await pending();
  expect(topics()).toEqual([['company', 'queue']]);
  unfollow();
});

describe('a commit by this server', () => {
  it('is published once, not again by the check', async () => {
    await pending();
    const unfollow = follow();
    await insertExternalRecommendations(server.warehouse, [
      { account: 'A-2', csm: 'Ben', at: hoursAgo(1) },
    ]);
    expect(await pending()).toEqual(['A-1', 'A-2']);
    await nextCheck();
    expect(topics()).toEqual([['queue']]);
    unfollow();
  });

  it('does not hide a commit by another server to the same table', async () => {
    await pending();
    const unfollow = follow();
    await insertExternalRecommendations(server.warehouse, [
      { account: 'A-2', csm: 'Ben', at: hoursAgo(1) },
    ]);
    await pending();
    await recommendElsewhere('A-3');
    await nextCheck();
    expect(topics()).toEqual([['queue'], ['queue']]);
    unfollow();
  });

  it('leads to one reload per interval if it was applied to the facts', async () => {
    const { recommendations } = await model.facts(defaultPolicy, monday);
    const [recommendationId = ''] = recommendations.keys();
    const assign = (accountId: string) =>
      server.warehouse
        .transaction(
          'test.assign',
          (session) =>
            session.write(
              command({
                name: 'test.assign',
                tables: ['assignments'],
                sql: sql`INSERT INTO ${t.assignments} (account_id, csm_name, assignment_date)
VALUES (${accountId}, 'Ana', CAST(${monday.toISOString()} AS TIMESTAMP_NTZ))`,
              }),
            ),
          { tracked: true },
        )
        .then(() =>
          model.apply([
            {
              kind: 'assigned',
              recommendationId,
              accountId,
              csm: 'Ana',
              accepted: false,
              recommendedAt: monday.getTime(),
              at: monday.getTime(),
            },
          ]),
        );
    server.takeStatements();
    for (const accountId of ['A-1', 'A-2', 'A-3']) await assign(accountId);
    expect(await pending()).toEqual([]);
    expect(server.takeStatements()).toEqual([]);
    clock.advance(2 * checkIntervalMs + 1);
    await pending();
    await pending();
    expect(server.takeStatements().sort()).toEqual([aCheck, ...loads].sort());
  });
});

it('publishes an assignment by another program as a change of the company', async () => {
  await pending();
  const unfollow = follow();
  await upsertExternalAssignments(other.warehouse, [
    { account: 'A-1', csm: 'Ben', at: hoursAgo(0) },
  ]);
  await nextCheck();
  expect(topics()).toEqual([['company', 'queue']]);
  expect(await pending()).toEqual([]);
  unfollow();
});

it('tries again after a failed check, and still publishes what it missed', async () => {
  await pending();
  const unfollow = follow();
  await recommendElsewhere('A-2');
  server.beforeRead = ({ name }) => {
    if (name === 'read-model.open-work') throw new Error('down');
  };
  clock.advance(checkIntervalMs);
  await expect.poll(() => errors).toEqual([new Error('down')]);
  expect(topics()).toEqual([]);
  expect(await pending()).toEqual(['A-1']);
  await nextCheck();
  expect(topics()).toEqual([['queue']]);
  unfollow();
});

it('checks nothing on DuckDB', async () => {
  const embedded = new ReadModel(other.warehouse, { clock });
  const unfollow = embedded.follow(() => {});
  expect(clock.pendingTimers()).toBe(0);
  unfollow();
});
