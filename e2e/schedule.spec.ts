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
  // Daily, at the minute that begins within half a minute of now: while the test runs, only once.
  const time = new Date(Date.now() + 30_000);
  const cron = `${time.getUTCMinutes()} ${time.getUTCHours()} * * *`;
  // As if the last server with this schedule had stopped more than three days ago.
  await server.sql(
    `INSERT INTO CSM_ROUTING_SCHEDULE (job, pattern, checked_until, missed)
     VALUES ('run', '${cron} UTC', now() - INTERVAL 3 DAY - INTERVAL 1 HOUR, 0)`,
  );
  await server.restart({ env: { SCHEDULE_RUN: cron, SCHEDULE_RUN_SIZE: '1' } });
  const status = async () => {
    const [rows] = await server.sql(`SELECT status FROM CSM_ROUTING_SCHEDULE WHERE job = 'run'`);
    return rows[0]?.status;
  };
  await expect.poll(status, { timeout: 60_000 }).toBe('succeeded');
  await page.goto('/schedule');
  await expect(job).toContainText('Succeeded');
  await expect(job).toContainText('Placed 1 account.');
  await expect(job).toContainText('3 times from');
  await expect(job.getByText(cron)).toBeVisible();
  await expectAccessible(page, 'a job that ran and missed times');
  await job.getByRole('link', { name: 'Open the run' }).click();
  await expect(page.getByText('Started by Schedule')).toBeVisible();
});
