import { expect, it } from 'vitest';
import type { Finding, FindingStep } from './finding';
import { diagnosticsFindings } from './findings';
import type { Diagnostics } from './get-diagnostics';
import { unreachableFinding } from './system-findings';

const at = new Date('2026-03-02T09:00:00Z');
const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000);

const run = {
  ...{ id: 'run-1', status: 'succeeded' as const, failureCode: null, failure: null },
  startedAt: hoursAgo(2),
};
const review = {
  ...{ runId: 'run-1', kind: 'now' as const, status: 'done' as const, failure: null, asked: 9 },
  ...{ reviewed: 9, startedAt: hoursAgo(2), expiresAt: hoursAgo(1), endedAt: hoursAgo(2) },
};

/** A desk at which all is well: four accounts wait, and ten of twelve CSMs may take them. */
const well: Diagnostics = {
  at,
  accounts: {
    ...{ needing: 10, routable: 4, pending: 5, assignedSince: 1, waitingSince: hoursAgo(50) },
    ...{ withoutClass: 0, withoutScore: 0 },
    guide: { rows: 10, unnamed: 0, accounts: 10 },
  },
  csms: {
    ...{ active: 12, eligible: 10, notActive: [], next: null, reserved: 0, overCapacity: [] },
    excluded: [{ reason: 'cooling', csms: [kept('Ana'), kept('Bo')] }],
    guide: { rows: 12, unnamed: 0, csms: 12 },
  },
  maxPerRun: 1,
  pending: { rows: 5, oldestAt: hoursAgo(3), dayOld: 0, low: 0, unneeded: 0, barred: 0 },
  low: { since: hoursAgo(33), rows: [] },
  runs: { last: run, recommendedAt: hoursAgo(2), troubles: [] },
  review: { off: null, model: 'm', tokens: 10, limit: 100, last: review, troubles: [] },
  warehouse: {
    ...{ kind: 'duckdb', tookMs: 40 },
    schema: { version: 5, appliedAt: hoursAgo(900), needed: 5 },
  },
};

function kept(name: string, until: number | null = null, reserved = false) {
  return { name, until, also: [], reserved };
}

type Part = {
  readonly [Key in keyof Diagnostics]?: Diagnostics[Key] extends object
    ? Partial<Diagnostics[Key]>
    : Diagnostics[Key];
};

/** What stands out once these figures are others. */
function found(changed: Part): readonly Finding[] {
  const merged = Object.entries(changed).map(([key, value]) => {
    const before = well[key as keyof Diagnostics];
    const isPart = typeof before === 'object' && !(before instanceof Date);
    return [key, isPart ? { ...before, ...(value as object) } : value];
  });
  return diagnosticsFindings({ ...well, ...Object.fromEntries(merged) });
}

const brief = (list: readonly Finding[]) => list.map(({ severity, id }) => `${severity} ${id}`);
const hrefs = (list: readonly Finding[]) =>
  list.flatMap(({ steps }) =>
    steps.flatMap((step: FindingStep) => ('href' in step ? step.href : [])),
  );

it('nothing stands out where all is well', () => {
  expect(diagnosticsFindings(well)).toEqual([]);
});

it.each<[string, Part, string]>([
  [
    'nobody needs a CSM',
    { accounts: { needing: 0, routable: 0, pending: 0, assignedSince: 0 } },
    'note nobody-needs',
  ],
  ['all that need one are on their way', { accounts: { routable: 0 } }, 'note none-routable'],
  [
    'rows have no id',
    { accounts: { guide: { rows: 12, unnamed: 2, accounts: 10 } } },
    'slows without-id',
  ],
  ['accounts have no class', { accounts: { withoutClass: 1 } }, 'slows without-class'],
  ['accounts lack a score', { accounts: { withoutScore: 2 } }, 'note without-score'],
  ['no CSM is active', { csms: { active: 0, eligible: 0, excluded: [] } }, 'stops none-active'],
  ['nobody may receive an account', { csms: { eligible: 0 } }, 'stops none-eligible'],
  ['fewer may than accounts wait', { csms: { eligible: 3 } }, 'slows too-few'],
  ['one reason keeps most of them', { csms: { active: 3, eligible: 4 } }, 'slows most-excluded'],
  [
    'a book is too large',
    { csms: { overCapacity: [{ name: 'Bo', accounts: 101, capacity: 100 }] } },
    'slows over-capacity',
  ],
  ['recommendations have waited a day', { pending: { dayOld: 1 } }, 'slows day-old'],
  ['recommendations break a rule by now', { pending: { barred: 2 } }, 'slows barred'],
  ['accounts need nobody any longer', { pending: { unneeded: 1 } }, 'slows unneeded'],
  ['a few scores are low', { pending: { low: 1 } }, 'note low-scores'],
  ['many scores are low', { pending: { low: 2 } }, 'slows low-scores'],
  [
    'the last run failed',
    { runs: { last: { ...run, status: 'failed', failure: 'Why.' } } },
    'stops last-run',
  ],
  [
    'there was no run for more than a day',
    { runs: { last: { ...run, startedAt: hoursAgo(25) }, recommendedAt: hoursAgo(24.1) } },
    'slows no-run',
  ],
  ['there never was a run', { runs: { last: null, recommendedAt: null } }, 'slows no-run'],
  ['review is off', { review: { off: 'no_key' } }, 'note review-off'],
  ['the tokens are spent', { review: { tokens: 100 } }, 'slows review-budget'],
  [
    'the last review failed',
    { review: { last: { ...review, status: 'failed', reviewed: 0, failure: 'Overloaded.' } } },
    'slows review-failed',
  ],
  ['the warehouse is slow', { warehouse: { tookMs: 2_001 } }, 'slows slow'],
  [
    'the schema is another',
    { warehouse: { schema: { version: 6, appliedAt: at, needed: 5 } } },
    'slows schema',
  ],
])('it stands out that %s', (_, changed, expected) => {
  const list = found(changed);
  expect(brief(list)).toEqual([expected]);
  for (const { what, why, steps } of list) {
    expect(what).not.toMatch(/\.$|undefined|NaN/);
    expect(why).toMatch(/\.$/);
    expect(steps.length).toBeGreaterThan(0);
  }
});

it('what stops the work is told before what slows it, and notes come last', () => {
  const list = found({
    accounts: { withoutScore: 1 },
    csms: { eligible: 0 },
    pending: { dayOld: 2 },
    review: { off: 'disabled' },
    runs: { last: { ...run, status: 'failed', failureCode: 'interrupted', failure: 'Stopped.' } },
  });
  expect(brief(list)).toEqual([
    'stops none-eligible',
    'stops last-run',
    'slows day-old',
    'note without-score',
    'note review-off',
  ]);
  expect(list[1]).toMatchObject({ what: 'The last run was interrupted', why: 'Stopped.' });
});

it('where nobody may receive an account it tells who may next, and that deciding helps', () => {
  const next = { name: 'Ana', at: hoursAgo(-2).getTime() };
  const list = found({ csms: { eligible: 0, next, reserved: 3 } });
  expect(list[0]).toMatchObject({
    what: 'None of 12 active CSMs may receive an account now; Ana may from',
    at: hoursAgo(-2),
    why: '4 accounts wait for one. 3 CSMs wait only until a recommendation of them is decided.',
  });
  expect(hrefs(list)).toEqual(['/queue', '#csms']);
});

it('a run that found nothing to do, was cancelled or went well is not told of', () => {
  for (const failureCode of ['not_routable', 'no_active_csm', 'cancelled']) {
    expect(found({ runs: { last: { ...run, status: 'failed', failureCode } } })).toEqual([]);
  }
  expect(found({ runs: { last: { ...run, status: 'running' } } })).toEqual([]);
});

it('another program’s recommendations count as runs, and nobody is asked to run for nothing', () => {
  const last = { ...run, startedAt: hoursAgo(100) };
  expect(found({ runs: { last } })).toEqual([]);
  const nothing = found({ accounts: { routable: 0 }, runs: { last, recommendedAt: null } });
  expect(brief(nothing)).toEqual(['note none-routable']);
});

it('a review is not expected of Claude while it is off', () => {
  const last = { ...review, status: 'failed' as const };
  expect(brief(found({ review: { off: 'disabled', last, tokens: 1_000 } }))).toEqual([
    'note review-off',
  ]);
});

it('one reason is told to keep most only where it keeps more than half', () => {
  expect(found({ csms: { active: 4, eligible: 4 } })).toEqual([]);
});

it('a warehouse that does not answer is told in its own words, with what to do', () => {
  expect(
    unreachableFinding({
      code: 'warehouse_missing',
      message: 'There is no file. Run npm run setup.',
    }),
  ).toMatchObject({
    severity: 'stops',
    what: 'There is no file',
    why: 'Run npm run setup. Nothing can be read, recommended or decided until the warehouse answers.',
    steps: [{ href: '/diagnostics' }, { command: 'npm run setup' }],
  });
});
