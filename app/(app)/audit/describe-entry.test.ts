import { describe, expect, it } from 'vitest';
import { actionLabel, describeDetails, subjectHref } from './describe-entry';

const linesOf = (action: string, details: unknown) =>
  describeDetails({ action, subject: null, details: JSON.stringify(details) });

describe('the details of an entry', () => {
  it.each<[string, unknown, string[]]>([
    [
      'decision.made',
      {
        decisions: [
          { recommendation: '1', account: 'A1', verb: 'accept', csm: 'Ana' },
          { recommendation: '2', account: 'A2', verb: 'reject', csm: null },
        ],
      },
      ['Accepted: account A1 to Ana', 'Rejected: account A2'],
    ],
    [
      'run.started',
      {
        mode: 'batch',
        dryRun: true,
        accountId: null,
        batchSize: 50,
        policyVersion: 3,
        maxPerRun: 2,
      },
      ['Batch of up to 50 accounts', 'Up to 2 accounts per CSM', 'Policy version 3, dry run'],
    ],
    [
      'run.ended',
      { status: 'succeeded', placed: 12, deferred: 3 },
      ['Succeeded: 12 placed, 3 deferred'],
    ],
    ['run.ended', { status: 'failed', code: 'interrupted' }, ['Failed: interrupted']],
    [
      'policy.published',
      { note: 'Calmer', changes: [{ path: 'coolingHours', before: 4, after: 6 }] },
      ['Calmer', expect.stringMatching(/^[A-Z].*: 4 → 6$/)],
    ],
    [
      'csm.changed',
      { changes: [{ field: 'capacity', before: null, after: '40' }] },
      ['Capacity: none → 40'],
    ],
    [
      'accounts.marked',
      { owners: ['Gone Gil'], accounts: 1, reason: 'Left' },
      ['1 account of Gone Gil', 'Left'],
    ],
    ['import.done', { accounts: { file: 'a.csv', rows: 7 } }, ['Accounts: 7 from a.csv']],
    [
      'setup.done',
      { from: 7, to: 8, createdViews: [], replacedViews: ['V'] },
      ['Migrated schema version 7 to 8', 'Replaced V'],
    ],
    ['sql.written', { statement: 'DELETE FROM t' }, ['DELETE FROM t']],
    [
      'member.changed',
      {
        role: { before: 'viewer', after: 'admin' },
        expiresAt: '2026-05-01',
        sso: false,
        scopes: ['a', 'b'],
      },
      ['Role: viewer → admin', 'Expires at: 2026-05-01', 'Sso: no', 'Scopes: a, b'],
    ],
    ['run.ended', { unknown: { form: 1 } }, ['Unknown: {"form":1}']],
  ])('of %s are read as sentences', (action, details, lines) => {
    expect(linesOf(action, details)).toEqual(lines);
  });

  it('are shown as stored if someone edited them', () => {
    const entry = { action: 'run.ended', subject: null, details: '<b>not JSON' };
    expect(describeDetails(entry)).toEqual(['<b>not JSON']);
  });
});

it('links a subject to its page, with its name encoded', () => {
  const hrefOf = (action: string, subject: string | null) =>
    subjectHref({ action, subject, details: '{}' });
  expect(hrefOf('run.ended', 'R 1')).toBe('/runs/R%201');
  expect(hrefOf('decision.made', '7')).toBe('/recommendations/7');
  const moved = { action: 'decision.made', subject: '7', details: '{}', recommendationId: '1007' };
  expect(subjectHref(moved)).toBe('/recommendations/1007');
  expect(hrefOf('csm.changed', 'Ana/Bo')).toBe('/csms/Ana%2FBo');
  expect(hrefOf('member.added', 'ann@example.com')).toBe('/members');
  expect(hrefOf('accounts.unmarked', 'A')).toBe('/accounts/A');
  expect(hrefOf('sql.written', 'x')).toBeNull();
  expect(hrefOf('run.ended', null)).toBeNull();
});

it('names an action, and shows an unknown one as it is', () => {
  expect(actionLabel('sql.written')).toBe('SQL changed data');
  expect(actionLabel('toString')).toBe('toString');
});
