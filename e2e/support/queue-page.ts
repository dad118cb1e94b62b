import type { Locator, Page } from '@playwright/test';
import { expect } from '@/e2e/fixtures';

/** The selector of a column's cells. The checkboxes of people who can decide don't count. */
const nthCell = (column: number) => `td:nth-child(${column} of :not(:has(input)))`;

/** The queue page, as a user works with it. */
export class QueuePageObject {
  readonly table: Locator;
  readonly details: Locator;
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.table = page.getByRole('grid', { name: 'Pending recommendations' });
    this.details = page.getByRole('region', { name: 'Recommendation details' });
    this.dialog = page.getByRole('dialog');
  }

  /** Opens the queue and waits until it responds to clicks and keys. */
  async open(search = ''): Promise<void> {
    await this.page.goto(`/queue${search}`);
    await this.expectResponsive();
  }

  /** Opens the queue, and waits for its details, too. */
  async openForKeyboard(): Promise<void> {
    await this.open();
    await this.expectReadyForKeys();
  }

  private async expectResponsive(): Promise<void> {
    await this.page.locator('html[data-hydrated~="queue"]').waitFor({ state: 'attached' });
  }

  /** Waits until the queue responds to keys, and for its details. */
  async expectReadyForKeys(): Promise<void> {
    await this.expectResponsive();
    await expect(this.details.getByRole('heading', { level: 3 }).first()).toBeVisible();
  }

  row(account: string): Locator {
    return this.table.getByRole('row').filter({ hasText: account });
  }

  /** Clicks an account's row, waits for its details, and returns the recommended CSM. */
  async select(account: string): Promise<string> {
    await this.row(account).click();
    await expect(this.heading(account)).toBeVisible();
    return (await this.row(account).locator(nthCell(2)).textContent()) ?? '';
  }

  /** The cells with the accounts' names. */
  get accountCells(): Locator {
    return this.table.locator(`tbody ${nthCell(1)}`);
  }

  /** The heading of the details of an account. */
  heading(account: string): Locator {
    return this.details.getByRole('heading', { name: account, level: 2 });
  }

  button(name: 'Accept' | 'Override' | 'Reject'): Locator {
    return this.details.getByRole('button', { name, exact: true });
  }

  /** Waits for the counts in the heading, such as "1 of 8 pending". */
  async expectCounts(text: string): Promise<void> {
    await expect(this.page.getByRole('main').getByText(new RegExp(`^${text}`))).toBeVisible();
  }

  /** The person's latest decision on this page, with Undo. */
  get latestDecision(): Locator {
    return this.page.getByRole('status', { name: 'Latest decision' });
  }

  /** Waits until the server has confirmed the latest decision. */
  async expectMessage(text: string): Promise<void> {
    await expect(this.latestDecision).toContainText(text);
  }

  /** What others decided. */
  get othersDecisions(): Locator {
    return this.page.getByRole('status', { name: 'Decisions of others' });
  }

  /** The alert about a refused decision whose record is not on the screen. */
  get alert(): Locator {
    return this.page.getByRole('main').getByRole('alert');
  }

  /** What happens to decisions that are not confirmed, in the top bar. */
  get outboxStatus(): Locator {
    return this.page.getByRole('banner').getByRole('status');
  }

  /** Opens the list of recent decisions. */
  async openRecent(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Recently decided' }).click();
    const list = this.page.getByRole('dialog', { name: 'Recently decided' });
    await expect(list).toBeVisible();
    return list;
  }
}
