import type { Locator, Page } from '@playwright/test';
import { expect } from '@/e2e/fixtures';

/** The queue as a person handles it. */
export class QueuePageObject {
  readonly table: Locator;
  readonly record: Locator;
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.table = page.getByRole('grid', { name: 'Recommendations that wait' });
    this.record = page.getByRole('region', { name: 'Record' });
    this.dialog = page.getByRole('dialog');
  }

  /** Opens the queue and waits for its rows, or for why there are none. */
  async open(search = ''): Promise<void> {
    await this.page.goto(`/queue${search}`);
    await expect(this.page.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible();
  }

  /** Opens it for the keyboard: keys are heard when the record of the row in focus has been read. */
  async openForKeyboard(): Promise<void> {
    await this.open();
    await expect(this.record.getByRole('heading', { level: 3 }).first()).toBeVisible();
  }

  row(account: string): Locator {
    return this.table.getByRole('row').filter({ hasText: account });
  }

  /** Presses an account's row, waits for its record and answers whom the row recommends. */
  async select(account: string): Promise<string> {
    await this.row(account).click();
    await expect(this.heading(account)).toBeVisible();
    return (await this.row(account).getByRole('gridcell').nth(1).textContent()) ?? '';
  }

  /** The record's heading when it shows an account. */
  heading(account: string): Locator {
    return this.record.getByRole('heading', { name: account, level: 2 });
  }

  button(name: 'Accept' | 'Override' | 'Reject'): Locator {
    return this.record.getByRole('button', { name, exact: true });
  }

  /** Waits for the message that says what was done. */
  async expectMessage(words: string): Promise<void> {
    await expect(this.page.getByRole('region', { name: /^Messages/ })).toContainText(words);
  }
}
