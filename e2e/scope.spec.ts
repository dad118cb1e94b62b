import type { Page } from '@playwright/test';
import { managerNames } from './company/data';
import { expect, test } from './fixtures';
import { pressSequence, untilHydrated } from './support/interactions';

const [manager] = managerNames;

test.beforeEach(({ server }) => server.reset());

const pressedPeriod = (page: Page) =>
  page.getByRole('group', { name: 'Period' }).getByRole('button', { pressed: true });

const teamFilter = (page: Page) => page.getByRole('combobox', { name: 'Team' });

test('the period and filters are in the URL and kept on other pages', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/workload');
  await expect(pressedPeriod(page)).toHaveText('30 days');
  await page.getByRole('button', { name: '90 days' }).click();
  await page.waitForURL(/\/workload\?period=90d&zone=America/);
  await teamFilter(page).selectOption(manager);
  await page.waitForURL(({ searchParams }) => searchParams.get('team') === manager);
  await expect(teamFilter(page)).toHaveValue(manager);

  await page.getByRole('link', { name: 'Acceptance' }).click();
  await page.waitForURL(({ pathname }) => pathname === '/acceptance');
  await expect(pressedPeriod(page)).toHaveText('90 days');
  await expect(teamFilter(page)).toHaveValue(manager);
  const url = page.url();

  await pressSequence(page, 'g', 'c');
  await page.waitForURL(({ pathname }) => pathname === '/cooling');
  await expect(teamFilter(page)).toHaveValue(manager);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.waitForURL(/\/cooling\?period=90d&zone=America[^&]+$/);

  await page.getByRole('link', { name: /^Queue/ }).click();
  await page.waitForURL(({ pathname, search }) => pathname === '/queue' && search === '');

  await page.goto(url);
  await expect(teamFilter(page)).toHaveValue(manager);
});

test('the keyboard selects a date range', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/acceptance');
  const choose = page.getByRole('button', { name: 'Choose dates' });
  await untilHydrated(choose);
  await choose.press('Enter');
  await page.getByLabel('First day').fill('2026-03-14');
  await page.getByLabel('Last day').fill('2026-03-01');
  await expect(page.getByText('The first day is after the last day.')).toBeVisible();
  await page.getByLabel('Last day').fill('2026-03-20');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/acceptance\?from=2026-03-14&to=2026-03-20&zone=America/);
  await expect(
    page.getByRole('button', { name: 'From Mar 14, 2026 to Mar 20, 2026' }),
  ).toBeVisible();
  await expect(pressedPeriod(page)).toHaveCount(0);
});

test('days are in the viewer’s time zone from the first visit', async ({ signInAs }) => {
  const page = await signInAs('viewer', { timezoneId: 'America/New_York' });
  await page.context().clearCookies({ name: 'zone' });
  await page.goto('/workload');
  await expect(page.getByText('Days and weeks in America/New York')).toBeVisible();
});

test('the server completes a URL, so the page has no reason to change it', async ({ signInAs }) => {
  const { request } = await signInAs('viewer', { timezoneId: 'Asia/Tokyo' });
  const urlOf = async (path: string) => decodeURIComponent((await request.get(path)).url());
  expect(await urlOf('/handover?open=2')).toMatch(/\/handover\?period=7d&zone=Asia\/Tokyo&open=2$/);
  expect(await urlOf('/csms/Nobody?period=ever')).toMatch(
    /\/csms\/Nobody\?period=30d&zone=Asia\/Tokyo$/,
  );
  const complete = /\/cooling\?from=2026-03-01&to=2026-03-02&zone=UTC$/;
  expect(await urlOf('/cooling?from=2026-03-01&to=2026-03-02&zone=UTC')).toMatch(complete);
});

test('a click right after the first visit is not lost', async ({ signInAs }) => {
  const page = await signInAs('viewer', { timezoneId: 'America/New_York' });
  await page.context().clearCookies({ name: 'zone' });
  let click = () => {};
  const clicked = new Promise<void>((resolve) => {
    click = resolve;
  });
  // Whatever the page loads by itself arrives after the click, and what was clicked arrives last.
  await page.route(/\/workload\?.*_rsc=/, async (route) => {
    await clicked;
    if (/[?&]period=90d/.test(route.request().url())) await page.waitForURL(/[?&]zone=/);
    await route.continue();
  });
  await page.goto('/workload');
  await page.getByRole('button', { name: '90 days' }).click();
  click();
  await expect(pressedPeriod(page)).toHaveText('90 days');
  await expect(page).toHaveURL(/\/workload\?period=90d&zone=America.+New_York$/);
});

test('a copied link shows a colleague in another time zone the same days', async ({ signInAs }) => {
  const page = await signInAs('viewer', { timezoneId: 'Asia/Tokyo' });
  await page.goto('/acceptance');
  await page.waitForURL(/\/acceptance\?period=30d&zone=Asia/);
  const colleague = await signInAs('manager', { timezoneId: 'America/Los_Angeles' });
  await colleague.goto(page.url());
  await expect(colleague.getByText('Days and weeks in Asia/Tokyo')).toBeVisible();
  await colleague.getByRole('button', { name: 'Use America/Los Angeles' }).click();
  await expect(colleague.getByText('Days and weeks in America/Los Angeles')).toBeVisible();
  await expect(colleague).toHaveURL(/zone=America.+Los_Angeles/);
});

test('invalid URL parameters fall back to the defaults', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  await page.goto('/workload?period=ever&from=2026-02-30&to=2020-01-01&segment=%3Cb%3E&team=,,');
  await expect(pressedPeriod(page)).toHaveText('30 days');
  await expect(page.getByRole('combobox', { name: 'Segment' })).toHaveValue('<b>');
  await page.goto('/acceptance?from=2001-01-01&to=2026-01-01');
  await expect(pressedPeriod(page)).toHaveText('30 days');
});

test('on a phone, the current page is visible in the navigation', async ({ signInAs }) => {
  const page = await signInAs('viewer', { viewport: { width: 360, height: 740 } });
  const pages = page.getByRole('navigation', { name: 'Pages' });
  for (const [path, name] of [
    ['/diagnostics', 'Diagnostics'],
    ['/queue', 'Queue'],
  ] as const) {
    await page.goto(path);
    await expect(pages.getByRole('link', { name })).toBeInViewport({ ratio: 1 });
  }
});
