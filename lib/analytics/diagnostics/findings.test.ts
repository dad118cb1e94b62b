import { expect, it } from 'vitest';
import {
  at,
  type Changes,
  findingsWith,
  healthy,
  hoursAgo,
  review,
  run,
  toPlace,
} from '@/test/support/diagnostics';
import type { Finding, FindingAction } from './finding';
import { diagnosticsFindings } from './findings';
import { unreachableFinding } from './system-findings';

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
