import type { Request } from '@playwright/test';
import { overrideReasons, rejectReasons } from '@/lib/decisions/labels';
import { expect, test } from './fixtures';
import { postRun, waitForRun } from './server/runs-api';
import type { AppServer } from './server/server';
import { chooseFirstOption } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

const COUNT = 60;
const schema = 'DSV_WAREHOUSE.DATA_SCIENCE';
const padded = "LPAD(CAST(n AS VARCHAR), 3, '0')";

/** Replaces the open work: more CSMs than accounts, so that everyone can receive one. */
const busyMorning = [
  `DELETE FROM ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE`,
  `UPDATE ${schema}.CSM_ROUTING_ONBOARDING SET success_transition_status_ob = 'Complete'`,
  `INSERT INTO ${schema}.resi_corp_active_csms
SELECT 'Csm ' || ${padded} FROM range(150) AS r (n)`,
  `INSERT INTO ${schema}.CSM_ROUTING_CSM_DETAILS (csm_name, tenure_months, capacity)
SELECT 'Csm ' || ${padded}, 12 + n % 40, 60 FROM range(150) AS r (n)`,
  `INSERT INTO ${schema}.CSM_ROUTING_ONBOARDING
  (account_id_ob, account_name, tenant_id, success_transition_status_ob, needs_csm_since)
SELECT 'MORNING-' || ${padded}, 'Morning ' || ${padded}, 'T-' || n, 'Needs CSM',
  DATEADD('hour', n - 100, CURRENT_TIMESTAMP())
FROM range(${COUNT}) AS r (n)`,
  `INSERT INTO ${schema}.data_csm_routing_account_health_revenue_tad_neediness (account_id_ob,
  neediness_score, health_score, revenue, segment, account_level, industry)
SELECT 'MORNING-' || ${padded}, 2 + n % 7, 40 + n % 50, 20000 + n * 900, 'Residential', 'Corporate',
  'Software'
FROM range(${COUNT}) AS r (n)`,
];

/** What the test decides about an account, by its number. */
type Plan =
  | { readonly verb: 'accept'; readonly undoFirst?: boolean }
  | { readonly verb: 'override' | 'suggestion'; readonly csm: string; readonly digit: number }
  | { readonly verb: 'reject'; readonly digit: number };

function planOf(n: number, spare: readonly string[]): Plan {
  const csm = spare[n] ?? '';
  switch (n % 10) {
    case 3:
    case 5:
      return { verb: 'reject', digit: 1 + (n % 6) };
    case 6:
    case 8:
      return { verb: 'override', csm, digit: 1 + (n % 5) };
    case 7:
      return { verb: 'suggestion', csm, digit: 0 };
    case 9:
      return { verb: 'accept', undoFirst: true };
    default:
      return { verb: 'accept' };
  }
}

/** What the warehouse must contain after a plan was carried out. */
function expectedDecision(plan: Plan, recommended: string) {
  switch (plan.verb) {
    case 'accept':
      return { verb: 'accept', csm: recommended, reason: null };
    case 'reject':
      return { verb: 'reject', csm: null, reason: Object.keys(rejectReasons)[plan.digit - 1] };
    case 'override': {
      const reason = Object.keys(overrideReasons)[plan.digit - 1];
      return { verb: 'override', csm: plan.csm, reason };
    }
    case 'suggestion':
      return { verb: 'override', csm: plan.csm, reason: 'model_suggestion' };
  }
}

/** Starts the run of the morning, and returns the CSM recommended for each account. */
async function route(server: AppServer): Promise<ReadonlyMap<string, string>> {
  await server.sql(...busyMorning);
  await server.clearCaches();
  const started = await postRun(server, { mode: 'batch', batchSize: COUNT });
  const { runId } = await started.json();
  expect(await waitForRun(server, runId)).toMatchObject({ status: 'succeeded', placed: COUNT });
  const [rows] = await server.sql(
    `SELECT account_id, recommended_csm FROM ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE`,
  );
  return new Map(rows.map((row) => [String(row.account_id), String(row.recommended_csm)]));
}

/** Adds a review that suggests another CSM. */
const review = (accountId: string, csm: string) =>
  `INSERT INTO ${schema}.CSM_ROUTING_REVIEWS (review_id, recommendation_id, run_id, account_id,
  call_id, verdict, confidence, feedback, suggested_csm, model, prompt_version, hidden, reviewed_at)
SELECT 'w-' || recommendation_id, recommendation_id, run_id, account_id, 'call', 'reassign', 80,
  'They know this industry.', '${csm}', 'claude-sonnet-5-5', 1, FALSE, CURRENT_TIMESTAMP()
FROM ${schema}.CSM_ROUTING_RECOMMENDATIONS_CANNE WHERE account_id = '${accountId}'`;

const accountOf = (n: number) => `MORNING-${String(n).padStart(3, '0')}`;

test.beforeEach(({ server }) => server.reset());

test('a manager clears 60 recommendations by keyboard alone', async ({
  signInAs,
  server,
  guide,
}, info) => {
  test.setTimeout(240_000);
  const recommended = await route(server);
  const taken = new Set(recommended.values());
  const spare = Array.from({ length: 150 }, (_, n) => `Csm ${String(n).padStart(3, '0')}`).filter(
    (name) => !taken.has(name),
  );
  const plans = Array.from({ length: COUNT }, (_, n) => planOf(n, spare));
  await guide(
    ...plans.flatMap((plan, n) =>
      plan.verb === 'suggestion' ? [review(accountOf(n), plan.csm)] : [],
    ),
  );
  await server.clearCaches();

  const queue = new QueuePageObject(await signInAs('manager'));
  const { page, dialog } = queue;
  const { keyboard } = page;
  await queue.openForKeyboard();
  await queue.expectCounts(`${COUNT} pending`);
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  const active = page.locator('tr[data-active]');

  for (let decided = 0; decided < COUNT; decided += 1) {
    const text = (await active.textContent()) ?? '';
    const n = Number(/Morning (\d{3})/.exec(text)?.[1]);
    const plan = plans[n];
    if (!plan) throw new Error(`“${text}” was decided before or is not of this morning.`);
    const heading = queue.heading(`Morning ${String(n).padStart(3, '0')}`);
    await expect(heading).toBeVisible();
    switch (plan.verb) {
      case 'accept':
        await keyboard.press('a');
        if (!plan.undoFirst) break;
        await expect(heading).toHaveCount(0);
        await keyboard.press('u');
        await expect(heading).toBeVisible();
        await keyboard.press('a');
        break;
      case 'suggestion':
        await keyboard.press('c');
        break;
      case 'override':
        await keyboard.press('o');
        await expect(dialog).toBeVisible();
        await keyboard.type(plan.csm);
        await chooseFirstOption(page, dialog.getByRole('option', { name: plan.csm }));
        await expect(dialog.getByRole('radio').first()).toBeFocused();
        await keyboard.press(String(plan.digit));
        await keyboard.press('Enter');
        break;
      case 'reject':
        await keyboard.press('r');
        await expect(dialog.getByRole('radio').first()).toBeFocused();
        await keyboard.press(String(plan.digit));
        await keyboard.press('Enter');
        break;
    }
    await expect(heading, `${plan.verb} ${n}`).toHaveCount(0);
  }
  await queue.expectCounts('0 pending');
  await expect(queue.outboxStatus).toHaveText('');

  const [stored] = await guide(
    `SELECT account_id, verb, csm_name, reason FROM ${schema}.CSM_ROUTING_DECISIONS
WHERE verb <> 'undo' AND decision_id NOT IN (
  SELECT undoes FROM ${schema}.CSM_ROUTING_DECISIONS WHERE undoes IS NOT NULL)`,
  );
  const landed = stored.map(({ account_id, verb, csm_name, reason }) => [
    account_id,
    { verb, csm: csm_name, reason },
  ]);
  const expected = plans.map((plan, n) => [
    accountOf(n),
    expectedDecision(plan, recommended.get(accountOf(n)) ?? ''),
  ]);
  expect(Object.fromEntries(landed)).toEqual(Object.fromEntries(expected));
  expect(landed).toHaveLength(COUNT);

  const counts = countByPath(requests);
  info.annotations.push({ type: 'requests', description: JSON.stringify(counts) });
  const undone = plans.filter((plan) => plan.verb === 'accept' && plan.undoFirst).length;
  // Decisions made while others are on their way are sent together.
  expect(counts['POST /api/decisions']).toBeLessThanOrEqual(COUNT + 2 * undone);
  // Each record is read once, and again only if it changed.
  expect(counts['GET /api/recommendations']).toBeLessThanOrEqual(2 * COUNT);
  // Links are prefetched whenever they appear: as a shell and data, each with a redirect if the page has
  // a period. Decisions do not make them appear.
  const pages = Object.entries(counts).filter(([path]) => !/\/(api|_next)\//.test(path));
  expect(pages.filter(([, count]) => count > 10)).toEqual([]);
});

test('j at the end of a page moves to the first row of the next, and k back to the last', async ({
  signInAs,
  server,
}) => {
  await route(server);
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.open('?size=25');
  await queue.expectReadyForKeys();
  const { keyboard } = queue.page;
  const rows = queue.page.locator('tr[data-row]');
  const active = queue.page.locator('tr[data-active]');
  await keyboard.press('j');
  await keyboard.press('k');
  // There is no page before the first one.
  await keyboard.press('k');
  await expect(rows.first()).toBeFocused();
  await rows.last().click();
  const last = (await rows.last().getAttribute('data-row')) ?? '';
  await rows.last().focus();
  await keyboard.press('j');
  await expect(queue.page).toHaveURL(/page=2/);
  await expect(rows.first()).toBeFocused();
  await expect(active).toHaveCount(1);
  await expect(active).not.toHaveAttribute('data-row', last);
  await keyboard.press('k');
  await expect(queue.page).not.toHaveURL(/page=2/);
  await expect(active).toHaveAttribute('data-row', last);
  await expect(active).toBeFocused();
});

/** How many requests there were by method and the first two segments of the path. */
function countByPath(requests: readonly Request[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const request of requests) {
    const [, first, second] = new URL(request.url()).pathname.split('/');
    const path = `${request.method()} /${first}/${second ?? ''}`;
    counts[path] = (counts[path] ?? 0) + 1;
  }
  return counts;
}
