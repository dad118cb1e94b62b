import { expect, test } from './fixtures';
import { expectAccessible } from './support/accessibility';

test.beforeEach(({ server }) => server.reset());
test.afterEach(({ server }) => server.reset());

test('a job starts at its time, what was missed while the server was down is shown, and the page says when each runs next', async ({
  signInAs,
  server,
}) => {
  const page = await signInAs('viewer');
  await page.goto('/schedule');
  const job = page.getByRole('region', { name: 'Recommend CSMs' });
  await expect(job).toContainText('Set SCHEDULE_RUN to schedule it.');
  await expect(job).toContainText('Never');
  await expectAccessible(page, 'nothing is scheduled');

  await page.goto('about:blank');
  const env = { SCHEDULE_RUN: '* * * * *', SCHEDULE_RUN_SIZE: '1' };
  await server.restart({ env });
  // As if the server had been down for days, until the current minute.
  await server.sql(
    `UPDATE CSM_ROUTING_SCHEDULE SET checked_until = checked_until - INTERVAL 3 DAY WHERE job = 'run'`,
  );
  await server.restart({ env });
  const status = async () => {
    const [rows] = await server.sql(`SELECT status FROM CSM_ROUTING_SCHEDULE WHERE job = 'run'`);
    return rows[0];
  };
  await expect.poll(status).toMatchObject({ status: 'succeeded' });
  await page.goto('/schedule');
  await expect(job).toContainText('Succeeded');
  await expect(job).toContainText('Placed 1 account.');
  await expect(job).toContainText('1,000 times from');
  await expect(job.getByText('* * * * *')).toBeVisible();
  await expectAccessible(page, 'a job that ran and missed times');
  await job.getByRole('link', { name: 'Open the run' }).click();
  await expect(page.getByText('Started by Schedule')).toBeVisible();
});
