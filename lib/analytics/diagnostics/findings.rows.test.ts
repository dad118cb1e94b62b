import { expect, it } from 'vitest';
import { findingsWith, toPlace } from '@/test/support/diagnostics';

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
          account: 'C',
          name: 'Account C',
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
