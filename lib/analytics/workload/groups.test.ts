import { expect, test } from 'vitest';
import { changeOf, shareOf } from './fullness-history';
import type { WorkloadRow } from './get-workload';
import { groupRows } from './groups';
import { findHighlights } from './highlights';

const row = (csm: string, overrides: Partial<WorkloadRow> = {}): WorkloadRow => {
  const accounts = overrides.accounts ?? 50;
  const capacity = overrides.capacity ?? 100;
  return {
    csm,
    manager: 'Mia',
    segment: 'Residential',
    level: 'Corporate',
    tenureMonths: 20,
    eligible: true,
    accounts,
    owned: accounts,
    pending: 0,
    capacity,
    share: accounts / capacity,
    load: { accounts, neediness: 5 * accounts, revenue: 1_000 * accounts },
    target: { accounts: 60, neediness: 300, revenue: 60_000 },
    hasPeers: true,
    red: 1,
    yellow: 2,
    green: accounts - 3,
    unknown: 0,
    received: 4,
    recommended: 5,
    accepted: 3,
    history: [],
    ...overrides,
  };
};
const names = (rows: readonly WorkloadRow[]) => rows.map(({ csm }) => csm);

test('rows are grouped by class, with CSMs who take any class last, and keep their order', () => {
  const rows = [
    row('Any', { segment: null, level: null }),
    row('Bo'),
    row('Cy', { segment: 'Commercial' }),
    row('Ana', { segment: 'RESIDENTIAL' }),
  ];
  expect(groupRows(rows, 'class').map((group) => [group.label, names(group.rows)])).toEqual([
    ['Commercial · Corporate', ['Cy']],
    ['Residential · Corporate', ['Bo', 'Ana']],
    ['Any class', ['Any']],
  ]);
  expect(groupRows(rows, 'none').map((group) => names(group.rows))).toEqual([
    ['Any', 'Bo', 'Cy', 'Ana'],
  ]);
});

test('a team has the sums of its CSMs, and its change is of all its capacity', () => {
  const [mias, others] = groupRows(
    [
      row('Ana', { accounts: 90, history: [{ accounts: 60, capacity: 100 }, null] }),
      row('Bo', {
        history: [
          { accounts: 40, capacity: 100 },
          { accounts: 70, capacity: 100 },
        ],
      }),
      row('Cy', { manager: null }),
    ],
    'manager',
  );
  expect(mias?.total).toMatchObject({
    accounts: 140,
    capacity: 200,
    share: 0.7,
    received: 8,
    recommended: 10,
    accepted: 6,
    load: { neediness: 700 },
    target: { accounts: 120 },
  });
  expect(mias?.total.history.map(shareOf)).toEqual([0.5, 0.7]);
  expect(changeOf(mias?.total.history ?? [])).toBeCloseTo(0.2);
  expect(others?.label).toBe('No manager');
});

test('a change is unknown with fewer than two recorded shares', () => {
  expect(changeOf([])).toBeNull();
  expect(changeOf([null, { accounts: 5, capacity: 10 }])).toBeNull();
  expect(
    changeOf([{ accounts: 5, capacity: 10 }, null, { accounts: 4, capacity: 10 }]),
  ).toBeCloseTo(-0.1);
});

test('highlights are the full, the light, and those getting fuller, most striking first', () => {
  const history = (before: number, now: number) =>
    [before, now].map((accounts) => ({ accounts, capacity: 100 }));
  const { full, light, filling } = findHighlights([
    row('Near', { accounts: 90, history: history(89, 90) }),
    row('Over', { accounts: 101, history: history(103, 101) }),
    row('Usual', { accounts: 60, history: history(50, 60) }),
    row('Light', { accounts: 50, history: history(20, 50) }),
    row('Lightest', { accounts: 10 }),
    row('Alone', { accounts: 1, hasPeers: false }),
  ]);
  expect(names(full)).toEqual(['Over', 'Near']);
  expect(names(light)).toEqual(['Lightest', 'Light']);
  expect(names(filling)).toEqual(['Light', 'Usual']);
});
