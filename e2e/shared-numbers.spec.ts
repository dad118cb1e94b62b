import { parse } from 'csv-parse/sync';
import { expect, test } from './fixtures';
import {
  endsOf,
  expectOneNumber,
  numberIn,
  richState,
  schema,
  shownText,
  textOf,
} from './support/shared-numbers';

// Pages show many of the same numbers. Each test reads one of them wherever it is shown.
test.use({ company: 'demo' });

test.beforeEach(async ({ server, guide }) => {
  await server.reset();
  await guide(richState);
});

test('every page counts the same pending, ready, stale, overdue, and snoozed recommendations', async ({
  signInAs,
}) => {
  const page = await signInAs('manager');
  await page.goto('/queue');
  const first = await (await page.request.get('/api/queue')).json();
  const snoozed = first.rows.slice(0, 2).map(({ id }: { id: string }) => id);
  const until = new Date(Date.now() + 20 * 3_600_000).toISOString();
  const saved = await page.request.post('/api/snoozes', {
    data: { recommendationIds: snoozed, until },
    headers: { origin: new URL(page.url()).origin },
  });
  expect(saved.ok()).toBe(true);

  const queue = await textOf(page, '/queue');
  const title = await page.title();
  const link = page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: /^Queue/ });
  const navigation = await shownText(link);
  const refresh = await shownText(page.getByRole('button', { name: /^Refresh \d+ stale$/ }));
  const diagnostics = await textOf(page, '/diagnostics');
  const ready = await textOf(page, '/queue?ready=ready');
  const later = await textOf(page, '/queue?ready=later');
  const blocked = await textOf(page, '/queue?ready=blocked');
  const sleeping = await textOf(page, '/queue?snoozed=true');
  const acceptance = await textOf(page, '/acceptance?period=365d');
  const api = await (await page.request.get('/api/queue')).json();
  const counted = await (await page.request.get('/api/queue/pending-count')).json();
  const csv = await (await page.request.get('/api/queue/export')).text();

  const footer = /1–\d+ of ([\d,]+)/;
  expectOneNumber('pending', {
    header: numberIn(queue, /([\d,]+) pending ·/),
    footer: numberIn(queue, footer),
    tab: numberIn(title, /^Queue \(([\d,]+)\)/),
    navigation: numberIn(navigation, /([\d,]+)/),
    diagnostics: numberIn(diagnostics, /Pending recommendations\s+([\d,]+)/),
    'ready, later, and not ready': [ready, later, blocked].reduce(
      (sum, text) => sum + numberIn(text, /([\d,]+) of [\d,]+ pending/),
      0,
    ),
    api: api.pending,
    count: counted.pending,
    csv: numberIn(csv, /Pending recommendations,"?([\d,]+) of/),
    'csv rows': parse(csv.slice(csv.indexOf('Recommendation,')), { columns: true }).length,
  });
  expectOneNumber('pending and snoozed', {
    acceptance: numberIn(acceptance, /Pending or snoozed\s+([\d,]+)/),
    queue: api.pending + api.snoozed,
  });
  expectOneNumber('ready', {
    header: numberIn(queue, /([\d,]+) ready/),
    filter: numberIn(ready, footer),
    api: api.ready,
  });
  expectOneNumber('snoozed', {
    made: snoozed.length,
    header: numberIn(queue, /([\d,]+) snoozed/),
    filter: numberIn(sleeping, footer),
    diagnostics: numberIn(diagnostics, /([\d,]+) snoozed/),
    api: api.snoozed,
  });
  expectOneNumber('stale', {
    button: numberIn(refresh, /([\d,]+)/),
    finding: numberIn(diagnostics, /([\d,]+) pending recommendations? (?:is|are) stale/),
    'button of the finding': numberIn(diagnostics, /Refresh ([\d,]+) stale/),
    api: api.stale,
  });
});

test('every page counts the same CSMs, and says the same of each', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  const diagnostics = await textOf(page, '/diagnostics');
  const groups = page.getByRole('region', { name: 'How many CSMs are available?' });
  for (const summary of await groups.locator('summary').all()) await summary.click();
  const listedIn = (name: string) =>
    groups.locator('details', { has: page.getByText(name, { exact: true }) }).getByRole('listitem');
  const cooling = await endsOf(listedIn('Cooling'));
  const reserved = await endsOf(listedIn('Reserved by a pending recommendation'));
  const next = await groups.locator('dd time').first().getAttribute('datetime');
  const away = await listedIn('Away').getByRole('link').allInnerTexts();

  const coolingPage = await textOf(page, '/cooling');
  const rowsOf = (table: string) => page.getByRole('table', { name: table }).locator('tbody tr');
  const coolingRows = rowsOf('CSMs who are cooling now');
  expect(await endsOf(coolingRows.filter({ hasNotText: 'not active' }))).toEqual(cooling);
  await expect(coolingRows.filter({ hasText: 'not active' })).toHaveCount(1);
  const reservedRows = rowsOf('CSMs reserved by a pending recommendation');
  expect(await endsOf(reservedRows.filter({ hasNotText: 'Not active' }))).toEqual(reserved);
  const nextPanel = page.getByRole('region', { name: 'Who is free next?' });
  expect(await nextPanel.getByRole('time').first().getAttribute('datetime')).toBe(next);

  const workload = await textOf(page, '/workload');
  expectOneNumber('active CSMs', {
    diagnostics: numberIn(diagnostics, /Of ([\d,]+) active CSMs/),
    cooling: numberIn(coolingPage, /of ([\d,]+) active CSMs (?:is|are) available now/),
    workload: numberIn(workload, /Active CSMs\s+([\d,]+)/),
  });
  expectOneNumber('available now', {
    diagnostics: numberIn(diagnostics, /Available now\s+([\d,]+)/),
    cooling: numberIn(coolingPage, /([\d,]+) of [\d,]+ active CSMs/),
    workload: numberIn(workload, /([\d,]+) available now/),
  });
  expectOneNumber('cooling now', {
    diagnostics: numberIn(diagnostics, /Cooling\s+([\d,]+)/),
    'rows on Diagnostics': Object.keys(cooling).length,
    cooling: numberIn(coolingPage, /Cooling now\s+([\d,]+) active CSMs/),
  });
  expectOneNumber('over capacity', {
    diagnostics: numberIn(diagnostics, /([\d,]+) active CSMs are over capacity/),
    workload: numberIn(workload, /Over capacity\s+(?:over capacity\s+)?([\d,]+)/),
  });

  for (const name of [...Object.keys(cooling), ...Object.keys(reserved).slice(0, 3), ...away]) {
    const text = await textOf(page, `/csms/${encodeURIComponent(name)}`);
    expect(text, name).toMatch(/Are they available now\?\s+(?:Answer:\s+)?No/);
    const end = page.getByRole('region', { name: 'Are they available now?' }).locator('li time');
    const ends = await end.evaluateAll((times) =>
      times.map((each) => each.getAttribute('datetime')),
    );
    const expected = [cooling[name], reserved[name]].filter(Boolean).sort().at(-1);
    if (expected) expect(ends, name).toContain(expected);
    expect(text.includes('on leave') || text.includes('away'), name).toBe(away.includes(name));
  }
});

test('every page counts the same accounts that need a CSM, and to place', async ({ signInAs }) => {
  const page = await signInAs('manager');
  const runs = await textOf(page, '/runs');
  const diagnostics = await textOf(page, '/diagnostics');
  const cooling = await textOf(page, '/cooling');
  const handover = await textOf(page, '/handover?period=7d&zone=UTC');
  const openRows = page.getByRole('table', { name: 'Accounts that still need a CSM' });
  const unplaced = openRows.locator('tbody tr').filter({ hasNotText: 'Pending:' });
  const toPlaceInHandover = await unplaced.count();
  const longestToPlace = await unplaced.locator('time').first().getAttribute('datetime');
  const longest = await openRows.locator('tbody tr').first().textContent();
  const workload = await textOf(page, '/workload');
  const preview = await (
    await page.request.get('/api/runs/preview?batchSize=500&maxPerRun=2')
  ).json();
  expectOneNumber('accounts to place', {
    runs: numberIn(runs, /([\d,]+) accounts to place/),
    diagnostics: numberIn(diagnostics, /To place\s+([\d,]+)/),
    finding: numberIn(diagnostics, /([\d,]+) accounts to place, but a run can place/),
    cooling: numberIn(cooling, /([\d,]+) accounts to place\./),
    handover: toPlaceInHandover,
    preview: preview.backlog + preview.untaken,
  });
  expectOneNumber('accounts that need a CSM', {
    runs: numberIn(runs, /([\d,]+) accounts need a CSM/),
    diagnostics: numberIn(diagnostics, /Of ([\d,]+) accounts that need a CSM/),
  });
  expectOneNumber('accounts that still need a CSM', {
    runs:
      numberIn(runs, /([\d,]+) accounts need a CSM/) -
      numberIn(diagnostics, /Already assigned\s+([\d,]+)/),
    handover: numberIn(handover, /([\d,]+) accounts are still open/),
    'waiting at the end of its period': numberIn(handover, /([\d,]+) at its end/),
    workload: numberIn(workload, /([\d,]+) accounts of the whole company are waiting/),
  });
  expectOneNumber('accounts with a pending recommendation', {
    runs:
      numberIn(runs, /([\d,]+) with a recommendation/) -
      numberIn(diagnostics, /Already assigned\s+([\d,]+)/),
    handover: numberIn(handover, /([\d,]+) of them with a pending recommendation/),
    'pending, without those no longer needed':
      numberIn(diagnostics, /Pending recommendations\s+([\d,]+)/) -
      numberIn(
        diagnostics,
        /([\d,]+) pending recommendations? (?:is|are) for accounts that no longer/,
      ),
  });
  expect(longest).toContain(/: the longest for ([^,]+),/.exec(workload)?.[1] ?? 'no longest wait');
  const listed = async (finding: RegExp) => {
    const item = page
      .getByRole('list', { name: 'Findings' })
      .getByRole('listitem')
      .filter({ hasText: finding });
    await item.locator('summary').click();
    return item.getByRole('list').getByRole('listitem').count();
  };
  await page.goto('/diagnostics');
  const waiting = page.getByRole('region', { name: 'How many accounts need a CSM?' });
  expect(await waiting.locator('time').first().getAttribute('datetime')).toBe(longestToPlace);
  expectOneNumber('accounts without a class', {
    finding: numberIn(diagnostics, /([\d,]+) accounts to place have no segment or level/),
    listed: await listed(/have no segment or level/),
    inserted: 4,
  });
  expectOneNumber('accounts that no CSM can take', {
    finding: numberIn(diagnostics, /No active CSM can take ([\d,]+) accounts to place/),
    listed: await listed(/No active CSM can take/),
    preview: preview.untaken,
  });
});

test('the reviews and Diagnostics count the same tokens of this month', async ({ signInAs }) => {
  const page = await signInAs('viewer');
  const tokens = /Tokens this month\s+([\d,]+)/;
  expectOneNumber('tokens', {
    reviews: numberIn(await textOf(page, '/reviews'), tokens),
    diagnostics: numberIn(await textOf(page, '/diagnostics'), tokens),
  });
});

test('a CSM’s page and Acceptance count the same recommendations and outcomes', async ({
  signInAs,
  guide,
}) => {
  const [[busiest]] = await guide(`SELECT recommended_csm AS name
    FROM ${schema}CSM_ROUTING_RECOMMENDATIONS_CANNE
    WHERE recommended_csm IN (SELECT active_csm FROM ${schema}resi_corp_active_csms)
    GROUP BY recommended_csm ORDER BY COUNT(*) DESC, recommended_csm LIMIT 1`);
  const name = encodeURIComponent(String(busiest?.name));
  const page = await signInAs('viewer');
  const csm = await textOf(page, `/csms/${name}?period=90d`);
  const outcomes = {
    accepted: 'Accepted',
    overridden: 'Overridden to others',
    rejected: 'Rejected',
  };
  for (const [outcome, label] of Object.entries(outcomes)) {
    const list = await textOf(page, `/acceptance?period=90d&rows=${outcome}&csm=${name}`);
    expectOneNumber(outcome, {
      csm: numberIn(csm, new RegExp(`${label}\\s+([\\d,]+)`)),
      acceptance: numberIn(list, /([\d,]+) recommendations?/),
    });
  }
});
