import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { untilHydrated } from './support/interactions';
import { cellsByName, numberIn, richState, schema, textOf } from './support/shared-numbers';

// What pages say about each CSM. Each test reads a fact wherever it is shown.
test.use({ company: 'demo' });

test.beforeEach(async ({ server, guide }) => {
  await server.reset();
  await guide(richState);
});

const week = 'period=7d&zone=UTC';

/** The table of Workload, by CSM: share of capacity, neediness, revenue, health, received, accepted. */
async function workloadRows(page: Page): Promise<Record<string, readonly string[]>> {
  await page.goto(`/workload?${week}&group=none`, { waitUntil: 'networkidle' });
  const rows = await cellsByName(page.getByRole('table', { name: 'Workload by CSM' }));
  const { 'All CSMs': _, ...csms } = rows;
  return Object.fromEntries(
    // The first cells may be the manager and the class.
    Object.entries(csms).map(([csm, cells]) => [csm, cells.slice(-7)]),
  );
}

const books = /accounts of a capacity of\s*\/\s*([\d,]+)/;

test('every page says the same of each CSM’s book, capacity, and health', async ({ signInAs }) => {
  const page = await signInAs('manager');
  const workload = await workloadRows(page);
  const names = Object.keys(workload);
  const bookOf = (csm: string) => {
    const [load = '', , , health = ''] = workload[csm] ?? [];
    return {
      share: numberIn(load, /([\d,]+)%/),
      accounts: numberIn(load, /([\d,]+)\s+accounts of a capacity/),
      pending: Number(/with ([\d,]+) pending/.exec(load)?.[1] ?? 0),
      capacity: numberIn(load, books),
      health,
    };
  };

  const list = await textOf(page, '/csms');
  const listed = await cellsByName(page.getByRole('table', { name: 'CSMs and their details' }));
  expect(numberIn(list, /([\d,]+) active CSMs/)).toBe(names.length);
  const capacities = names.map((csm) => [
    csm,
    numberIn(listed[csm]?.[2] ?? '', /([\d,]+) account/),
  ]);
  expect(Object.fromEntries(capacities)).toEqual(
    Object.fromEntries(names.map((csm) => [csm, bookOf(csm).capacity])),
  );

  const diagnostics = await textOf(page, '/diagnostics');
  expect(numberIn(diagnostics, /Not on the active list\s+([\d,]+)/)).toBe(
    numberIn(list, /([\d,]+) not active/),
  );
  const [, fullest = '', owned, capacity] =
    /(\S+ [^\n]+?) is furthest over, with ([\d,]+) accounts, .*? a capacity of ([\d,]+)/.exec(
      diagnostics,
    ) ?? [];
  expect(bookOf(fullest)).toMatchObject({ accounts: Number(owned), capacity: Number(capacity) });

  const queue = await (await page.request.get('/api/queue')).json();
  const recommended: string[] = queue.rows.map(
    ({ recommendedCsm }: { recommendedCsm: string }) => recommendedCsm,
  );
  const withPending = recommended.filter((csm) => names.includes(csm));
  for (const csm of new Set([fullest, ...withPending.slice(0, 2), ...names.slice(-1)])) {
    const text = await textOf(page, `/csms/${encodeURIComponent(csm)}?${week}`);
    const { share, accounts, health } = bookOf(csm);
    const own = numberIn(
      text,
      /([\d,]+) accounts?(?: and [\d,]+ pending[^:]*)?: [\d,]+% of a capacity/,
    );
    const pending = Number(/accounts? and ([\d,]+) pending/.exec(text)?.[1] ?? 0);
    expect({
      share: numberIn(text, /: ([\d,]+)% of a capacity of/),
      accounts: own + pending,
      capacity: numberIn(text, /% of a capacity of ([\d,]+)/),
      book: numberIn(text, /1–\d+ of ([\d,]+)/),
      compared: numberIn(text, /\nAccounts\s+([\d,.]+)/),
      over: text.includes('At capacity') || text.includes('at capacity'),
    }).toEqual({
      share,
      accounts,
      capacity: bookOf(csm).capacity,
      book: own,
      compared: accounts,
      over: accounts >= bookOf(csm).capacity,
    });
    for (const [, count, color] of health.matchAll(/([\d,]+) (red|yellow|green|unknown)/g)) {
      expect(text, csm).toMatch(new RegExp(`${count} ${color}`));
    }
  }

  // A pending recommendation must not prevent another decision, so the picker's books leave it out.
  const path = `/api/recommendations/${queue.rows[0].id}/candidates`;
  const candidates: readonly Candidate[] = await (await page.request.get(path)).json();
  const others = candidates.filter(({ csm }) => csm !== queue.rows[0].recommendedCsm);
  expect(others.map(({ csm, bookBefore }) => [csm, bookBefore.accounts])).toEqual(
    others.map(({ csm }) => [csm, bookOf(csm).accounts - bookOf(csm).pending]),
  );
});

interface Candidate {
  readonly csm: string;
  readonly bookBefore: { readonly accounts: number };
}

test('pages that count by recommendation say the same of what each CSM received', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  const workload = await workloadRows(page);
  const names = Object.keys(workload);
  await page.goto(`/workload/ledger?${week}`, { waitUntil: 'networkidle' });
  const ledger = await cellsByName(page.getByRole('table', { name: 'Ledger by CSM' }));
  const received = (csm: string) => Number(workload[csm]?.[4]);
  expect(Object.fromEntries(names.map((csm) => [csm, Number(ledger[csm]?.[0] ?? 0)]))).toEqual(
    Object.fromEntries(names.map((csm) => [csm, received(csm)])),
  );
  const busy = names.toSorted((a, b) => received(b) - received(a)).slice(0, 2);
  for (const csm of busy) {
    const name = encodeURIComponent(csm);
    const text = await textOf(page, `/csms/${name}?${week}`);
    const accepted = workload[csm]?.[5] ?? '';
    expect(numberIn(text, /([\d,]+) accounts? in \d+ weeks?, at most/), csm).toBe(received(csm));
    expect(numberIn(text, /Recommended\s+([\d,]+)\s/), csm).toBe(numberIn(accepted, / of (\d+)/));
    expect(numberIn(text, /Accepted\s+([\d,]+)/), csm).toBe(numberIn(accepted, /(\d+) of/));
    const list = await textOf(page, `/acceptance?${week}&rows=accepted&csm=${name}`);
    expect(numberIn(list, /([\d,]+) recommendations?/), csm).toBe(numberIn(accepted, /(\d+) of/));
  }
});

test('the handover and Cooling count the same accounts received, by when they were received', async ({
  signInAs,
}) => {
  const page = await signInAs('viewer');
  const handover = await textOf(page, `/handover?${week}`);
  const went = numberIn(handover, /([\d,]+) went to/);
  const cooling = await textOf(page, `/cooling?${week}`);
  expect(numberIn(cooling, /of ([\d,]+) accounts received in this period/)).toBe(went);
  expect(numberIn(cooling, /of the ([\d,]+) accounts received came too soon/)).toBe(went);
  const chart = page.getByRole('region', { name: 'How did the last seven days go?' });
  const byTeam = chart.getByRole('button', { name: 'By team' });
  await untilHydrated(byTeam);
  await byTeam.click();
  const lanes = await chart.getByText(/accounts? received, \d+ too soon$/).allInnerTexts();
  const teams = lanes.map((lane) => [lane.split(':')[0], numberIn(lane, /([\d,]+) accounts?/)]);
  await page.goto(`/handover?${week}`);
  const receipts = page.getByRole('table', { name: 'Accounts received by team and CSM' });
  await receipts.waitFor();
  const rows = await cellsByName(receipts);
  expect(teams.length).toBeGreaterThan(2);
  expect(teams).toEqual(teams.map(([team]) => [team, Number(rows[String(team)]?.[0])]));
  await expect(receipts.locator('tfoot td').first()).toHaveText(String(went));
  for (const text of [handover, cooling]) {
    expect(text).toContain('Workload, the ledger, and Acceptance count recommendations when');
  }
});

test('the policy, Cooling, and a CSM’s page give the same limits', async ({ signInAs, guide }) => {
  const [[name]] = await guide(`SELECT active_csm AS name FROM ${schema}resi_corp_active_csms
    ORDER BY active_csm LIMIT 1`);
  const page = await signInAs('viewer');
  const policy = await textOf(page, '/policy');
  const csm = await textOf(page, `/csms/${encodeURIComponent(String(name?.name))}?${week}`);
  const cooling = await textOf(page, '/cooling');
  expect(numberIn(csm, /of ([\d,]+) in 7 days/)).toBe(
    numberIn(policy, /In 7 days, a CSM receives at most ([\d,]+) accounts/),
  );
  expect(numberIn(cooling, /A CSM cools for ([\d,.]+) h/)).toBe(
    numberIn(policy, /receives no other for ([\d,.]+) hours/),
  );
});

test('the command palette names the same owner and status as their pages', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  const [csm = ''] = Object.keys(await workloadRows(page));
  await page.goto(`/csms/${encodeURIComponent(csm)}?${week}`, { waitUntil: 'networkidle' });
  const book = page.getByRole('table', { name: 'Accounts of the book' });
  const id = (await book.locator('tbody tr').first().textContent())?.match(/ACC-\d{6}/)?.[0] ?? '';
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog').getByRole('combobox');
  await search.fill(id);
  await expect(page.getByRole('option').filter({ hasText: id })).toContainText(csm);
  await search.fill(csm);
  const person = page.getByRole('group', { name: 'CSMs' }).getByRole('option');
  await expect(person.filter({ hasText: csm })).toContainText('Active');
  const account = await textOf(page, `/accounts/${id}`);
  expect(account).toContain(`Owned by ${csm}`);
});
