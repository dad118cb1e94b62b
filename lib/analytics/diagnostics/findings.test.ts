import { expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import type { Finding, FindingAction } from './finding';
import { diagnosticsFindings } from './findings';
import type { Diagnostics, RoutableAccountRow } from './get-diagnostics';
import { unreachableFinding } from './system-findings';

const at = new Date('2026-03-02T09:00:00Z');
const hoursAgo = (hours: number) => new Date(at.getTime() - hours * HOUR_MS);

const run = {
  ...{ id: 'run-1', status: 'succeeded' as const, failureCode: null, failure: null },
  startedAt: hoursAgo(2),
};
const review = {
  ...{ runId: 'run-1', kind: 'now' as const, status: 'done' as const, failure: null, asked: 9 },
  ...{ reviewed: 9, startedAt: hoursAgo(2), expiresAt: hoursAgo(1), endedAt: hoursAgo(2) },
};

/** No problems: four accounts need a CSM, and ten of twelve CSMs are available. */
const healthy: Diagnostics = {
  at,
  accounts: {
    ...{ needing: 10, routable: 4, pending: 5, assignedSince: 1, waitingSince: hoursAgo(50) },
    ...{ toPlace: [toPlace('A')], blocked: [], statuses: [{ status: 'Needs CSM', rows: 10 }] },
    guide: { rows: 10, withoutId: 0, accounts: 10 },
    scores: {
      ...{ neediness: 90, highestNeediness: 9, needinessAbove: 0 },
      ...{ health: 90, highestHealth: 97, healthAbove: 0 },
    },
  },
  csms: {
    ...{ active: 12, eligible: 10, notActive: [], next: null, onlyReserved: 0, overCapacity: [] },
    excluded: [{ reason: 'cooling', csms: [excluded('Ana'), excluded('Bo')] }],
    guide: { rows: 12, withoutName: 0, csms: 12 },
    missing: { tenure: [], manager: [], class: [] },
  },
  orphaned: [],
  names: { misspelled: [], spelled: [], repeated: [], blank: [], withoutDetails: [] },
  startingLater: [],
  maxPerRun: 1,
  overdueAfterHours: 48,
  pending: {
    rows: 5,
    snoozed: 0,
    overdue: 0,
    stale: 0,
    staleRows: [],
    low: 0,
    unneeded: 0,
    ineligible: 0,
  },
  lowScores: { since: hoursAgo(33), rows: [] },
  runs: { last: run, recommendedAt: hoursAgo(2), failed: [] },
  review: { off: null, model: 'm', tokens: 10, limit: 100, last: review, failed: [] },
  warehouse: {
    ...{ kind: 'duckdb', queryMs: 40 },
    schema: { version: 5, appliedAt: hoursAgo(900), required: 5 },
  },
};

function toPlace(id: string, overrides: Partial<RoutableAccountRow> = {}): RoutableAccountRow {
  return {
    ...{ id, name: `Account ${id}`, segment: 'Residential', level: 'Corporate' },
    ...{ waitingSince: hoursAgo(50), neediness: 5, health: 70, revenue: 1_000 },
    ...overrides,
  };
}

function excluded(name: string) {
  return { name, until: null, otherReasons: [] };
}

type Changes = {
  readonly [Key in keyof Diagnostics]?: Diagnostics[Key] extends object
    ? Partial<Diagnostics[Key]>
    : Diagnostics[Key];
};

/** The findings of the healthy figures with some changes. */
function findingsWith(changed: Changes): readonly Finding[] {
  const merged = Object.entries(changed).map(([key, value]) => {
    const before = healthy[key as keyof Diagnostics];
    const isObject =
      typeof before === 'object' && !(before instanceof Date) && !Array.isArray(before);
    return [key, isObject ? { ...before, ...(value as object) } : value];
  });
  return diagnosticsFindings({ ...healthy, ...Object.fromEntries(merged) }, 'en-US');
}

const severityAndId = (list: readonly Finding[]) =>
  list.map(({ severity, id }) => `${severity} ${id}`);
const hrefs = (list: readonly Finding[]) =>
  list.flatMap(({ actions }) =>
    actions.flatMap((action: FindingAction) => ('href' in action ? action.href : [])),
  );

it('finds nothing when there are no problems', () => {
  expect(diagnosticsFindings(healthy, 'en-US')).toEqual([]);
});

it.each<[string, Changes, string]>([
  [
    'no accounts need a CSM',
    { accounts: { needing: 0, routable: 0, pending: 0, assignedSince: 0 } },
    'info no-accounts',
  ],
  [
    'all accounts that need a CSM are in progress',
    { accounts: { routable: 0 } },
    'info none-routable',
  ],
  [
    'rows in the onboarding view have no id',
    { accounts: { guide: { rows: 12, withoutId: 2, accounts: 10 } } },
    'warning without-id',
  ],
  [
    'no CSM can take an account',
    { accounts: { blocked: [{ account: toPlace('A'), reason: 'segment_mismatch' }] } },
    'warning blocked-accounts',
  ],
  [
    'accounts have no class',
    { accounts: { toPlace: [toPlace('A', { level: ' ' })] } },
    'warning without-class',
  ],
  [
    'accounts are missing a score',
    { accounts: { toPlace: [toPlace('A', { health: null })] } },
    'info without-score',
  ],
  [
    'accounts belong to former CSMs',
    { orphaned: [{ owner: 'Gil', accounts: 100, waiting: 1, wasCsm: true }] },
    'warning orphaned-books',
  ],
  ['no CSM is active', { csms: { active: 0, eligible: 0, excluded: [] } }, 'blocking none-active'],
  ['no CSM is available', { csms: { eligible: 0 } }, 'blocking none-eligible'],
  [
    'fewer CSMs are available than accounts need a CSM',
    { csms: { eligible: 3 } },
    'warning too-few',
  ],
  ['one reason excludes most CSMs', { csms: { active: 3, eligible: 4 } }, 'warning most-excluded'],
  [
    'a CSM is over capacity',
    { csms: { overCapacity: [{ name: 'Bo', accounts: 101, capacity: 100 }] } },
    'warning over-capacity',
  ],
  [
    'a CSM has no tenure',
    { csms: { missing: { tenure: ['Bo'], manager: [], class: [] } } },
    'warning csms-without-tenure',
  ],
  [
    'CSMs have no manager',
    { csms: { missing: { tenure: [], manager: ['Ana', 'Bo'], class: [] } } },
    'info csms-without-manager',
  ],
  [
    'CSMs have no class',
    { csms: { missing: { tenure: [], manager: [], class: ['Ana', 'Bo'] } } },
    'info csms-without-class',
  ],
  ['recommendations are overdue', { pending: { overdue: 2 } }, 'warning overdue'],
  ['recommendations are stale', { pending: { stale: 1 } }, 'warning stale'],
  [
    'pending recommendations break a rule',
    { pending: { ineligible: 2 } },
    'warning ineligible-csm',
  ],
  ['accounts no longer need a CSM', { pending: { unneeded: 1 } }, 'warning unneeded'],
  ['a few scores are low', { pending: { low: 1 } }, 'info low-scores'],
  ['many scores are low', { pending: { low: 2 } }, 'warning low-scores'],
  [
    'the last run failed',
    { runs: { last: { ...run, status: 'failed', failure: 'Why.' } } },
    'blocking last-run',
  ],
  [
    'the last run is more than a day old',
    { runs: { last: { ...run, startedAt: hoursAgo(25) }, recommendedAt: hoursAgo(24.1) } },
    'warning no-run',
  ],
  ['there has never been a run', { runs: { last: null, recommendedAt: null } }, 'warning no-run'],
  ['review is off', { review: { off: 'no_key' } }, 'info review-off'],
  ['the token budget is used up', { review: { tokens: 100 } }, 'warning review-budget'],
  [
    'the last review failed',
    { review: { last: { ...review, status: 'failed', reviewed: 0, failure: 'Overloaded.' } } },
    'warning review-failed',
  ],
  ['the warehouse is slow', { warehouse: { queryMs: 2_001 } }, 'warning slow'],
  [
    'the schema version differs',
    { warehouse: { schema: { version: 6, appliedAt: at, required: 5 } } },
    'warning schema',
  ],
])('reports when %s', (_, changed, expected) => {
  const findings = findingsWith(changed);
  expect(severityAndId(findings)).toEqual([expected]);
  for (const { title, detail, rows, actions } of findings) {
    expect(title).not.toMatch(/\.$|undefined|NaN/);
    expect(detail).toMatch(/\.$/);
    expect(actions.length + (rows?.length ?? 0) > 0 || detail.includes('Ask')).toBe(true);
  }
});

it('sorts blocking findings before warnings and information', () => {
  const findings = findingsWith({
    accounts: { toPlace: [toPlace('A', { revenue: null })] },
    csms: { eligible: 0 },
    pending: { stale: 2 },
    review: { off: 'disabled' },
    runs: { last: { ...run, status: 'failed', failureCode: 'interrupted', failure: 'Stopped.' } },
  });
  expect(severityAndId(findings)).toEqual([
    'blocking none-eligible',
    'blocking last-run',
    'warning stale',
    'info without-score',
    'info review-off',
  ]);
  expect(findings[1]).toMatchObject({ title: 'The last run was interrupted', detail: 'Stopped.' });
});

it('names the next available CSM and suggests deciding when no CSM is available', () => {
  const next = { csms: ['Ana', 'Bo'], at: hoursAgo(-2).getTime() };
  const findings = findingsWith({ csms: { eligible: 0, next, onlyReserved: 3 } });
  expect(findings[0]).toMatchObject({
    title: 'None of 12 active CSMs is available now; Ana and 1 other are from',
    at: hoursAgo(-2),
    detail: 'There are 4 accounts to place. 3 CSMs are excluded only by a pending recommendation.',
  });
  expect(hrefs(findings)).toEqual(['/queue', '#csms']);
});

it('does not report a run that had nothing to place, was canceled, or succeeded', () => {
  for (const failureCode of ['not_routable', 'no_active_csm', 'cancelled']) {
    expect(findingsWith({ runs: { last: { ...run, status: 'failed', failureCode } } })).toEqual([]);
  }
  expect(findingsWith({ runs: { last: { ...run, status: 'running' } } })).toEqual([]);
});

it('counts another program’s recommendations as runs, and never suggests a run with nothing to place', () => {
  const last = { ...run, startedAt: hoursAgo(100) };
  expect(findingsWith({ runs: { last } })).toEqual([]);
  const nothing = findingsWith({ accounts: { routable: 0 }, runs: { last, recommendedAt: null } });
  expect(severityAndId(nothing)).toEqual(['info none-routable']);
});

it('does not report failed reviews while reviews are off', () => {
  const last = { ...review, status: 'failed' as const };
  expect(severityAndId(findingsWith({ review: { off: 'disabled', last, tokens: 1_000 } }))).toEqual(
    ['info review-off'],
  );
});

it('reports a frequent reason only if it excludes more than half of the CSMs', () => {
  expect(findingsWith({ csms: { active: 4, eligible: 4 } })).toEqual([]);
});

it('reports an unreachable warehouse with its message and what to do', () => {
  expect(
    unreachableFinding({
      code: 'warehouse_missing',
      message: 'There is no file. Run npm run setup.',
    }),
  ).toMatchObject({
    severity: 'blocking',
    title: 'There is no file',
    detail:
      'Run npm run setup. Nothing can be read, recommended, or decided until the warehouse responds.',
    actions: [{ href: '/diagnostics' }, { command: 'npm run setup' }],
  });
});

it('formats the numbers in the given locale', () => {
  const diagnostics = { ...healthy, pending: { ...healthy.pending, stale: 1_234 } };
  expect(diagnosticsFindings(diagnostics, 'de')[0]?.title).toMatch(
    /^1\.234 pending recommendations/,
  );
});

it('says how many CSMs lack a detail, who they are, what that disables, and where to add it', () => {
  const missing = { tenure: ['Bo'], manager: [], class: ['Ana', 'Bo'] };
  const edit = { label: 'Edit CSM details', href: '/csms' };
  expect(findingsWith({ csms: { missing }, warehouse: { kind: 'snowflake' } })).toEqual([
    {
      id: 'csms-without-tenure',
      severity: 'warning',
      title: '1 of 12 active CSMs has no tenure',
      detail:
        'Experience has no effect on their recommendations, and the limits for new CSMs don’t apply to them.',
      rows: [{ csm: 'Bo' }],
      actions: [edit, { label: 'Look for it in the data team’s tables', command: 'npm run setup' }],
    },
    {
      id: 'csms-without-class',
      severity: 'info',
      title: '2 of 12 active CSMs have no class',
      detail: 'They may receive accounts of any segment and level.',
      rows: [{ csm: 'Ana' }, { csm: 'Bo' }],
      actions: [edit],
    },
  ]);
});

it('says how many accounts have no active CSM, whose they are, and which can be marked', () => {
  const orphaned = [
    { owner: 'Gil', accounts: 100, waiting: 14, wasCsm: true },
    { owner: 'Hal', accounts: 100, waiting: 0, wasCsm: true },
    { owner: 'Ida', accounts: 3, waiting: 3, wasCsm: true },
    { owner: 'Team Inbox', accounts: 1, waiting: 0, wasCsm: false },
  ];
  const [finding] = findingsWith({ orphaned });
  expect(finding).toMatchObject({
    title: '201 accounts have no active CSM: they belong to 2 former CSMs and 1 other owner',
    rows: [
      { csm: 'Gil', note: '100 accounts, 14 already waiting' },
      { csm: 'Hal', note: '100 accounts' },
      { csm: 'Team Inbox', note: '1 account, never a CSM here' },
    ],
    actions: [
      {
        mark: [
          { owner: 'Gil', accounts: 86, wasCsm: true },
          { owner: 'Hal', accounts: 100, wasCsm: true },
          { owner: 'Team Inbox', accounts: 1, wasCsm: false },
        ],
      },
    ],
  });
  expect(findingsWith({ orphaned: orphaned.slice(2, 3) })).toEqual([]);
});

it('lists the accounts behind a finding, each with what is notable about it', () => {
  const accounts = [
    toPlace('A', { name: null, segment: 'N/A', level: null, health: null, revenue: null }),
    toPlace('B'),
    toPlace('C', { segment: 'Commercial', level: 'Enterprise' }),
  ];
  const blocked = accounts.slice(2).map((account) => ({ account, reason: 'at_capacity' }) as const);
  const findings = findingsWith({ accounts: { toPlace: accounts, blocked } });
  expect(findings.map(({ id, title, rows }) => ({ id, title, rows }))).toEqual([
    {
      id: 'blocked-accounts',
      title: 'No active CSM can take 1 account to place',
      rows: [
        {
          ...{ account: 'C', name: 'Account C' },
          note: 'Commercial · Enterprise: every CSM who takes this class is at capacity',
        },
      ],
    },
    {
      id: 'without-class',
      title: '1 account to place has no segment or level',
      rows: [{ account: 'A', name: null, note: 'no segment, no level' }],
    },
    {
      id: 'without-score',
      title: '1 account to place is missing neediness, health, or revenue',
      rows: [{ account: 'A', name: null, note: 'no health, no revenue' }],
    },
  ]);
});

it('never asks anyone to paste SQL', () => {
  const everything = findingsWith({
    accounts: { needing: 0, guide: { rows: 12, withoutId: 2, accounts: 10 } },
    csms: { active: 0, missing: { tenure: ['Bo'], manager: ['Bo'], class: ['Bo'] } },
    pending: { overdue: 2, stale: 1, ineligible: 2, unneeded: 1, low: 2 },
    runs: { last: null, recommendedAt: null },
    warehouse: { kind: 'snowflake' },
  });
  expect(JSON.stringify(everything)).not.toMatch(/SELECT|npm run sql/);
});
