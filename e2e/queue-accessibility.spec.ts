import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import {
  expectAccessible,
  expectAccessibleInAppearances,
  queueAppearances,
} from './support/accessibility';
import { tabTo } from './support/interactions';
import { QueuePageObject } from './support/queue-page';

// An earlier file on the same server may have changed its company.
test.beforeAll(({ server }) => server.reset());

const flagged = 'Cooled Storage';

/** Brings an open queue into each state that a person can see. */
const states: Readonly<Record<string, (queue: QueuePageObject) => Promise<void>>> = {
  'with the first row selected': async () => {},
  'with a record open': async (queue) => {
    await queue.select(flagged);
    await expect(queue.details.getByRole('heading', { level: 3 }).first()).toBeVisible();
  },
  'confirming a broken rule': async (queue) => {
    await queue.select(flagged);
    await queue.button('Accept').click();
    await expect(queue.dialog).toContainText('waits for the cooling period');
  },
  'choosing another CSM': async (queue) => {
    await queue.select(flagged);
    await queue.button('Override').click();
    await expect(queue.dialog.getByText('Other eligible CSMs')).toBeVisible();
  },
  'choosing why a CSM was overridden': async (queue) => {
    await queue.select(flagged);
    await queue.button('Override').click();
    await queue.dialog.getByRole('option').first().click();
    await expect(queue.dialog.getByRole('radio').first()).toBeFocused();
  },
  'rejecting without a reason': async (queue) => {
    await queue.select(flagged);
    await queue.button('Reject').click();
    await queue.dialog.getByRole('button', { name: 'Reject' }).click();
    await expect(queue.dialog.getByText('Choose a reason.')).toBeVisible();
  },
  'in the command palette': async ({ page, dialog }) => {
    await page.keyboard.press('Control+k');
    await dialog.getByRole('combobox').fill('re');
    await expect(dialog.getByRole('option').first()).toBeVisible();
    await expect(dialog.getByText('Searching…')).toHaveCount(0);
  },
  'with the shortcuts listed': async ({ page, dialog }) => {
    await page.keyboard.press('?');
    await expect(dialog).toContainText('Undo the last decision');
  },
  'with no recent decisions': async (queue) => {
    await expect(await queue.openRecent()).toContainText('No decisions in the last week.');
  },
  'with the filters open': async ({ page }) => {
    await page.getByRole('button', { name: 'Filters' }).click();
    await expect(page.getByLabel('Flag', { exact: true })).toBeVisible();
  },
  'without matches': async (queue) => {
    await queue.page.getByRole('searchbox').fill('no such account');
    await queue.expectCounts('0 of 8 pending');
  },
  'with rows selected': async (queue) => {
    await queue.select('Pebble Works');
    await queue.page.keyboard.press('x');
    await expect(
      queue.page.getByRole('region', { name: 'Selected recommendations' }),
    ).toBeVisible();
  },
  'previewing a bulk decision': async (queue) => {
    await queue.select('Pebble Works');
    await queue.page.keyboard.press('x');
    await queue.select(flagged);
    await queue.page.keyboard.press('x');
    await queue.page.keyboard.press('a');
    await expect(queue.dialog.getByRole('button', { name: /^Accept \d/ })).toBeVisible();
  },
  'snoozing a recommendation': async (queue) => {
    await queue.select(flagged);
    await queue.page.keyboard.press('z');
    await expect(queue.dialog).toBeVisible();
  },
  'adding a note': async (queue) => {
    await queue.select(flagged);
    await queue.page.keyboard.press('n');
    await expect(queue.page.getByRole('textbox', { name: /note/i }).first()).toBeVisible();
  },
  offline: async ({ page }) => {
    await page.context().setOffline(true);
    await expect(page.getByRole('banner')).toContainText('Offline');
  },
};

for (const [name, enter] of Object.entries(states)) {
  test(`the queue is accessible ${name}`, async ({ signInAs, problems }) => {
    problems.expect(/ERR_INTERNET_DISCONNECTED/);
    const queue = new QueuePageObject(await signInAs('manager'));
    await queue.openForKeyboard();
    await enter(queue);
    await expectAccessibleInAppearances(queue.page, queueAppearances);
  });
}

test('the queue is accessible when it cannot be read', async ({ signInAs, problems }) => {
  problems.expect(/503/);
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const error = { code: 'warehouse_unavailable', message: 'The warehouse does not respond.' };
  await queue.page.route('**/api/queue*', (route) =>
    route.fulfill({ status: 503, json: { error } }),
  );
  await queue.page.getByRole('searchbox').fill('pebble');
  await expect(queue.page.getByRole('main')).toContainText('Could not load the queue');
  await expectAccessibleInAppearances(queue.page, queueAppearances);
});

/** Opens dialogs from these elements with this key, and expects the focus back after Escape. */
const openers: readonly (readonly [string, string, (queue: QueuePageObject) => Locator])[] = [
  ['the palette', 'Control+k', ({ page }) => page.locator('tr[data-active]')],
  ['the shortcuts', '?', ({ page }) => page.locator('tr[data-active]')],
  ['recent decisions', 'h', ({ page }) => page.locator('tr[data-active]')],
  ['a rejection', 'r', ({ page }) => page.locator('tr[data-active]')],
  ['an override', 'o', ({ page }) => page.locator('tr[data-active]')],
  ['a rejection in the record', 'Enter', (queue) => queue.button('Reject')],
  ['the list behind the button', 'Enter', ({ page }) => button(page, 'Recently decided')],
];

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('the focus returns to where it was when a dialog closes', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.select(flagged);
  for (const [name, key, opener] of openers) {
    await opener(queue).focus();
    await queue.page.keyboard.press(key);
    await expect(queue.dialog, name).toBeVisible();
    await queue.page.keyboard.press('Escape');
    await expect(queue.dialog, name).toHaveCount(0);
    await expect(opener(queue), name).toBeFocused();
  }
});

test('Tab reaches everything in reading order, and every stop is visible', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  await queue.select(flagged);
  await queue.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await queue.page.keyboard.press('Tab');
  const skip = queue.page.getByRole('link', { name: 'Skip to main content' });
  await tabTo(queue.page, skip);
  await expect(skip).toBeInViewport();
  const seen: string[] = [];
  for (let stop = 0; stop < 80; stop += 1) {
    await queue.page.keyboard.press('Tab');
    const focus = await queue.page.evaluate(focusedElement);
    if (!focus) break;
    expect.soft(focus.visible, `focus on “${focus.name}”`).toBe(true);
    seen.push(focus.name);
  }
  const inOrder = [
    /^Search or run a command/,
    /^Search accounts/,
    /^Filters/,
    /^Recently decided/,
    new RegExp(flagged),
    // Not the page Acceptance.
    /^Accepta?$/,
    /^Override/,
    /^Reject/,
    /^Reasons and history/,
  ];
  const stops = inOrder.map((name) => seen.findIndex((one) => name.test(one)));
  expect(stops, seen.join('\n')).toEqual([...stops].sort((a, b) => a - b));
  expect(Math.min(...stops), seen.join('\n')).toBeGreaterThanOrEqual(0);
});

/** Runs in the page: the name of the focused element, and whether the focus is visible. */
function focusedElement(): { name: string; visible: boolean } | null {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { outlineStyle, boxShadow } = getComputedStyle(element);
  const container = getComputedStyle(element.closest('label, tr') ?? element);
  const visible = [outlineStyle, container.outlineStyle].some((style) => style !== 'none');
  const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
  return { name: name.trim(), visible: visible || boxShadow !== 'none' };
}

test('the parts of the queue have names', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager'));
  await queue.openForKeyboard();
  const { page } = queue;
  await queue.select(flagged);
  for (const part of [
    page.getByRole('navigation', { name: 'Pages' }),
    page.getByRole('search', { name: 'Queue' }),
    page.getByRole('searchbox', { name: 'Search accounts, CSMs, and feedback' }),
    page.getByRole('grid', { name: 'Pending recommendations' }),
    page.getByRole('row', { name: flagged }),
    page.getByRole('region', { name: 'Recommendation details' }),
    page.getByRole('region', { name: 'Reasons and history' }),
    page.getByRole('status', { name: 'Latest decision' }),
  ]) {
    await expect(part.first()).toBeAttached();
  }
  await page.keyboard.press('o');
  await expect(page.getByRole('dialog', { name: `Choose a CSM for ${flagged}` })).toBeVisible();
  const picker = page.getByRole('combobox', { name: `Choose a CSM for ${flagged}` });
  await expect(picker).toBeFocused();
  await expect(page.getByRole('listbox').getByRole('group').first()).toHaveAccessibleName(/\w/);
});

test('at 200% zoom, everything works without scrolling sideways', async ({ signInAs }) => {
  // A window of 1280 × 800 at 200% has half as many CSS pixels.
  const queue = new QueuePageObject(
    await signInAs('manager', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }),
  );
  await queue.open();
  await expectAccessible(queue.page, 'the table');
  await queue.row(flagged).click();
  await expect(queue.heading(flagged)).toBeVisible();
  await expectAccessible(queue.page, 'the record');
  await expect(queue.button('Reject')).toBeInViewport({ ratio: 1 });
  await queue.button('Reject').click();
  await expectAccessible(queue.page, 'the dialog');
  const submit = queue.dialog.getByRole('button', { name: 'Reject' });
  await submit.scrollIntoViewIfNeeded();
  await expect(submit).toBeInViewport({ ratio: 1 });
});

test('the active row and option stand out in forced-colors mode', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager', { forcedColors: 'active' }));
  await queue.openForKeyboard();
  await queue.select(flagged);
  // The active row is marked by a bar on its left.
  const mark = (account: string) =>
    queue
      .row(account)
      .locator('td')
      .first()
      .evaluate((element) => getComputedStyle(element, '::before').width);
  expect(await mark(flagged)).toBe('4px');
  expect(await mark('Quince "Q" O’Malley')).toBe('auto');

  await queue.page.keyboard.press('o');
  const options = queue.dialog.getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  const background = (option: Locator) =>
    option.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await background(options.first())).not.toBe(await background(options.nth(1)));
});
