import type { BrowserContextOptions, Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { expectAccessibleInAppearances, phoneAppearances } from './support/accessibility';
import { QueuePageObject } from './support/queue-page';

const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
};

test.beforeEach(({ server }) => server.reset());

/** Opens the record of the first row by touch, and returns its account. */
async function openFirst(queue: QueuePageObject): Promise<string> {
  await queue.open();
  const row = queue.page.locator('tr[data-row]').first();
  await row.tap();
  const heading = queue.details.getByRole('heading', { level: 2 });
  await expect(heading).toBeVisible();
  return (await heading.textContent()) ?? '';
}

/** Moves one finger over the page, as a browser reports it. */
async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: [number, number]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: point ? [{ x: point[0], y: point[1] }] : [],
    });
  await send('touchStart', from);
  for (let step = 1; step <= 6; step++) {
    const along = (start: number, end: number) => start + ((end - start) * step) / 6;
    await send('touchMove', [along(from[0], to[0]), along(from[1], to[1])]);
  }
  await send('touchEnd');
  await session.detach();
}

test('on a phone, the decision bar is at the bottom, above the navigation, without keycaps', async ({
  signInAs,
}) => {
  const queue = new QueuePageObject(await signInAs('manager', phone));
  await openFirst(queue);
  const nav = await queue.page.getByRole('navigation', { name: 'Pages' }).boundingBox();
  for (const name of ['Accept', 'Override', 'Reject'] as const) {
    const box = await queue.button(name).boundingBox();
    expect(box?.height, name).toBeGreaterThanOrEqual(44);
    expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(nav?.y ?? 0);
    expect(box?.y, name).toBeGreaterThan(740 * 0.75);
  }
  await expect(queue.page.locator('kbd:visible')).toHaveCount(0);
  await expectAccessibleInAppearances(queue.page, phoneAppearances);
});

test('swipes and buttons move to the next and previous record', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager', phone));
  const first = await openFirst(queue);
  const heading = queue.details.getByRole('heading', { level: 2 });
  await expect(queue.details).toContainText('1 of 8');
  await queue.page.getByRole('button', { name: 'Next recommendation' }).tap();
  await expect(queue.details).toContainText('2 of 8');
  await queue.page.getByRole('button', { name: 'Previous recommendation' }).tap();
  await expect(heading).toHaveText(first);

  await drag(queue.page, [300, 400], [120, 410]);
  await expect(queue.details).toContainText('2 of 8');
  await expect(heading).not.toHaveText(first);
  await drag(queue.page, [60, 400], [240, 390]);
  await expect(heading).toHaveText(first);
});

test('vertical scrolling and short or slanted moves are not swipes', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager', phone));
  const first = await openFirst(queue);
  await drag(queue.page, [200, 500], [170, 250]);
  await drag(queue.page, [200, 400], [150, 400]);
  await drag(queue.page, [250, 400], [150, 470]);
  await expect(queue.details.getByRole('heading', { level: 2 })).toHaveText(first);
  await expect(queue.details).toContainText('1 of 8');
});

test('deciding on a phone shows the next record', async ({ signInAs }) => {
  const queue = new QueuePageObject(await signInAs('manager', phone));
  const decided = await openFirst(queue);
  await queue.button('Accept').tap();
  await expect(queue.details.getByRole('heading', { level: 2 })).not.toHaveText(decided);
  await expect(queue.details).toContainText('1 of 7');
  await expect(queue.button('Accept')).toBeInViewport();
});
