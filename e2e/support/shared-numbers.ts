import { expect, type Locator, type Page } from '@playwright/test';

export const schema = 'DSV_WAREHOUSE.DATA_SCIENCE.';

/**
 * Every kind of unavailable CSM, also several reasons at once; one cooling who is not active; accounts
 * without a class, of a class that no CSM takes, and no longer in need of a CSM.
 */
export const richState = [
  `INSERT INTO ${schema}ACCOUNT_CSM_ASSIGNMENTS_CANNE
    (account_id, csm_name, assignment_date, assignment_method, last_updated)
    SELECT 'JUST-' || csm_name, csm_name, CURRENT_TIMESTAMP(), 'manual', CURRENT_TIMESTAMP()
    FROM (SELECT DISTINCT active_csm AS csm_name FROM ${schema}resi_corp_active_csms
      ORDER BY active_csm LIMIT 9)`,
  `UPDATE ${schema}CSM_ROUTING_CSM_DETAILS SET away_until = DATEADD('day', 2, CURRENT_TIMESTAMP())
    WHERE csm_name IN (SELECT active_csm FROM ${schema}resi_corp_active_csms
      ORDER BY active_csm LIMIT 2)`,
  `UPDATE ${schema}CSM_ROUTING_CSM_DETAILS SET capacity = 1
    WHERE csm_name IN (SELECT active_csm FROM ${schema}resi_corp_active_csms
      ORDER BY active_csm DESC LIMIT 3)`,
  `UPDATE ${schema}CSM_ROUTING_CSM_DETAILS SET segment = COALESCE(segment, 'Residential')`,
  `DELETE FROM ${schema}resi_corp_active_csms
    WHERE active_csm IN (SELECT active_csm FROM ${schema}resi_corp_active_csms
      ORDER BY active_csm LIMIT 1 OFFSET 4)`,
  ...[0, 1, 2, 3, 4, 5].map(
    (n) => `INSERT INTO ${schema}CSM_ROUTING_ONBOARDING
    (account_id_ob, account_name, success_transition_status_ob, needs_csm_since)
    VALUES ('NEW-${n}', 'New ${n}', 'Needs CSM', DATEADD('day', -40, CURRENT_TIMESTAMP()))`,
  ),
  `INSERT INTO ${schema}data_csm_routing_account_health_revenue_tad_neediness
    (account_id_ob, segment, account_level, neediness_score, health_score, revenue)
    VALUES ('NEW-3', 'Maritime', 'Enterprise', 5, 70, 1000), ('NEW-4', 'Maritime', 'Enterprise', 5, 70, 1000)`,
].join(';\n');

/** The text of a page's main part, or of all of it, once it is complete. */
export async function textOf(page: Page, path: string): Promise<string> {
  await page.goto(path, { waitUntil: 'networkidle' });
  return shownText(page.locator('#main'));
}

/** The visible text of an element. */
export async function shownText(element: Locator): Promise<string> {
  return (await element.allInnerTexts()).join();
}

/** The number in the text at the group of the pattern. */
export function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`There is no ${pattern} in:\n${text}`);
  return Number(found.replaceAll(',', ''));
}

/** Expects the same number everywhere it was read. */
export function expectOneNumber(name: string, read: Readonly<Record<string, number>>): void {
  const [first = Number.NaN] = Object.values(read);
  expect(read, name).toEqual(Object.fromEntries(Object.keys(read).map((key) => [key, first])));
}

/** The first time in each item of a list, by the CSM it is about. */
export async function endsOf(items: Locator): Promise<Record<string, string | null>> {
  const ends: Record<string, string | null> = {};
  for (const item of await items.all()) {
    const name = await shownText(item.locator('a[href^="/csms/"]'));
    ends[name] = await item.locator('time').first().getAttribute('datetime');
  }
  return ends;
}

/** The texts of a table's other cells, by the text of the first one. Rows with one cell are left out. */
export async function cellsByName(table: Locator): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const row of await table.locator('tbody tr').all()) {
    const [name = '', ...cells] = await row.locator('th, td').allInnerTexts();
    if (cells.length > 0) found[name.trim()] = cells;
  }
  return found;
}
