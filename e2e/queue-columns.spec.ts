import { expect, test } from './fixtures';
import { holdRequests } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

test.beforeEach(({ server }) => server.reset());

const schema = 'DSV_WAREHOUSE.DATA_SCIENCE.';
const recommendations = `${schema}CSM_ROUTING_RECOMMENDATIONS_CANNE`;
const names = `${schema}CSM_ROUTING_ONBOARDING`;
const scores = `${schema}data_csm_routing_account_health_revenue_tad_neediness`;

/** Where the headers are, and how tall the rows are. */
async function layoutOf({ page, table }: QueuePageObject) {
  const boxes = await table.getByRole('columnheader').evaluateAll((headers) =>
    headers.map((header) => {
      const { x, width } = header.getBoundingClientRect();
      return { x, width };
    }),
  );
  const heights = await table
    .locator('tbody tr')
    .evaluateAll((rows) => [...new Set(rows.map((row) => row.getBoundingClientRect().height))]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  return { boxes, heights, overflow };
}

for (const width of [1280, 360]) {
  test(`columns and rows look the same whatever the data is, ${width} px wide`, async ({
    signInAs,
    server,
  }) => {
    const queue = new QueuePageObject(
      await signInAs('manager', { viewport: { width, height: 900 } }),
    );
    await queue.open();
    const before = await layoutOf(queue);
    // Names take up to two lines on a phone.
    if (width >= 1280) expect(before.heights).toHaveLength(1);
    expect(before.overflow).toBe(0);
    // The page would report the requests that the changes interrupt.
    await queue.page.goto('about:blank');

    await server.sql(
      `UPDATE ${recommendations} SET llm_feedback = NULL`,
      `UPDATE ${recommendations} SET llm_feedback = 'reassign: ${'Far too long. '.repeat(30)}'
        WHERE account_id = 'NEED-1'`,
      `UPDATE ${names} SET account_name = 'شركة الصيانة المتكاملة للمباني والمرافق في الشرق الأوسط'
        WHERE account_id_ob = 'NEED-1'`,
      `UPDATE ${names} SET account_name = '${'Unbreakable'.repeat(9)}' WHERE account_id_ob = 'NEED-2'`,
      `UPDATE ${names} SET account_name = NULL WHERE account_id_ob = 'NEED-3'`,
      `UPDATE ${scores} SET neediness_score = NULL, health_score = NULL,
        revenue = NULL, segment = NULL, account_level = NULL WHERE account_id_ob = 'NEED-3'`,
      `UPDATE ${scores} SET revenue = 987654321012 WHERE account_id_ob = 'NEED-4'`,
    );
    await server.clearCaches();
    await queue.open();
    await expect(queue.row('شركة الصيانة')).toBeVisible();
    await expect(queue.row('NEED-3')).toBeVisible();
    const same = width >= 1280 ? before : { ...before, heights: expect.any(Array) };
    expect(await layoutOf(queue)).toEqual(same);
    await queue.open('?flag=any');
    expect(await layoutOf(queue)).toEqual(same);
  });
}

test('names of 24 characters are readable, 1280 px wide', async ({ signInAs, server }) => {
  const long = ['Mammoth Warehouse & Wagon', 'Piedmont Facility Crews'].map((name) =>
    name.slice(0, 24),
  );
  await server.sql(
    ...long.map(
      (name, at) =>
        `UPDATE ${names} SET account_name = '${name}' WHERE account_id_ob = 'NEED-${at + 1}'`,
    ),
  );
  await server.clearCaches();
  const queue = new QueuePageObject(
    await signInAs('manager', { viewport: { width: 1280, height: 900 } }),
  );
  await queue.open();
  for (const name of long) {
    const isCutOff = await queue.table
      .getByText(name, { exact: true })
      .evaluate((element) => element.scrollWidth > element.clientWidth);
    expect(isCutOff, name).toBe(false);
  }
});

for (const width of [1280, 1920]) {
  test(`the time at which a row is ready is readable, ${width} px wide`, async ({
    signInAs,
    server,
  }) => {
    // A second recommendation of the CSM who is cooling: it is ready when the first is decided.
    await server.sql(
      `UPDATE ${recommendations} SET recommended_csm = (SELECT MIN(recommended_csm)
        FROM ${recommendations} WHERE account_id = 'NEED-1') WHERE account_id = 'NEED-2'`,
    );
    await server.clearCaches();
    const queue = new QueuePageObject(
      await signInAs('manager', { viewport: { width, height: 900 } }),
    );
    await queue.open('?ready=later');
    const time = queue.table
      .locator('time')
      .filter({ hasText: /^Ready / })
      .first();
    // As wide as any: a time of day with four digits.
    const isCutOff = await time.evaluate((element) => {
      element.textContent = 'Ready 10:44 PM';
      return element.scrollWidth > element.clientWidth;
    });
    expect(isCutOff).toBe(false);
  });
}

test('the table stays where someone scrolled it before its code arrived', async ({ signInAs }) => {
  const page = await signInAs('manager', { viewport: { width: 1280, height: 360 } });
  const release = await holdRequests(page, '**/_next/static/**/*.js');
  const opened = page.goto('/queue');
  const table = page.getByRole('region', { name: 'Pending recommendations' });
  await table.evaluate((element) => element.scrollTo(0, 200));
  const before = await table.evaluate((element) => element.scrollTop);
  expect(before).toBeGreaterThan(0);
  await release();
  await opened;
  await page.locator('html[data-hydrated~="queue"]').waitFor({ state: 'attached' });
  expect(await table.evaluate((element) => element.scrollTop)).toBe(before);
});
