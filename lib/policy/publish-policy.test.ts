import { describe, expect, it } from 'vitest';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { auditedBy } from '@/test/support/audit';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { expectAppError } from '@/test/support/test-context';
import { comparePolicies } from './compare-policies';
import { fieldRange } from './field-range';
import { fieldValue } from './field-values';
import { policyFields } from './fields';
import { defaultPolicy } from './policy';
import { publishPolicy } from './publish-policy';
import { listPolicyVersions, readCurrentPolicy, readPolicy } from './read-policies';

const context = seededTestContext();

const ann = () => context.as('Ann', 'admin');
const longer = { basedOn: 1, changes: { coolingHours: 6 }, note: ' Longer cooling ' };
const refused = (changes: Record<string, unknown>) =>
  expectAppError(publishPolicy(ann(), { ...longer, changes }));

describe('publishing', () => {
  it('adds a version with the changed settings, a note, and an author', async () => {
    await context.warehouse.transaction('test.member', (session) =>
      session.write(
        upsertMember({
          email: 'Ann@example.com',
          name: 'Ann Admin',
          role: 'admin',
          passwordHash: null,
          now: context.now(),
        }),
      ),
    );
    expect(await publishPolicy(ann(), longer)).toEqual({ version: 2 });
    expect(await listPolicyVersions(context.ctx)).toMatchObject([
      { version: 2, note: 'Longer cooling', author: 'Ann Admin', publishedAt: context.now() },
      { version: 1, note: null, author: 'setup' },
    ]);
    const changed = { ...defaultPolicy, coolingHours: 6 };
    expect(await readCurrentPolicy(context.ctx)).toEqual({ version: 2, policy: changed });
    expect(await readPolicy(context.ctx, { version: 1 })).toEqual(defaultPolicy);
  });

  it('is recorded in the audit trail, with the settings before and after', async () => {
    const entries = await auditedBy(context, async () => {
      await publishPolicy(ann(), longer);
      await expectAppError(publishPolicy(ann(), longer));
    });
    const changes = [{ path: 'coolingHours', before: defaultPolicy.coolingHours, after: 6 }];
    expect(entries).toEqual([
      {
        action: 'policy.published',
        subject: '2',
        actor: 'ann@example.com',
        details: { note: 'Longer cooling', changes },
      },
    ]);
  });

  it('is refused if a newer version exists than the one that was edited', async () => {
    await publishPolicy(ann(), longer);
    const refusal = await expectAppError(
      publishPolicy(context.as('Bo', 'admin'), { ...longer, changes: { maxPerRun: 2 } }),
    );
    expect(refusal).toMatchObject({ code: 'policy_changed', details: { version: 2 } });
    expect(refusal.message).toContain('ann@example.com published version 2');
    expect((await readCurrentPolicy(context.ctx)).policy.maxPerRun).toBe(1);
  });

  it('succeeds for exactly one of several admins at once', async () => {
    const outcomes = await Promise.allSettled(
      [2, 3, 4].map((maxPerRun) => publishPolicy(ann(), { ...longer, changes: { maxPerRun } })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await listPolicyVersions(context.ctx)).toHaveLength(2);
  });

  it('requires a note and a change', async () => {
    const noNote = await expectAppError(publishPolicy(ann(), { ...longer, note: '  ' }));
    expect(noNote.message).toBe('note: is required.');
    expect((await refused({ coolingHours: 4 })).message).toBe('Nothing differs from version 1.');
    expect((await refused({ colingHours: 4 })).code).toBe('invalid_input');
  });

  it('names each invalid setting with its range', async () => {
    const changes = {
      coolingHours: -1,
      maxPerRun: 1.5,
      'weights.waiting': null,
      scoreWithinHours: 721,
    };
    expect(await refused(changes)).toMatchObject({
      code: 'invalid_input',
      details: {
        fields: {
          coolingHours: 'Cooling period must be from 0 to 720 hours.',
          maxPerRun: 'Accounts per CSM and run must be a whole number from 1 to 50 accounts.',
          'weights.waiting': 'Weight of waiting must be from 0 to 10,000 cost units.',
          scoreWithinHours: 'CSMs within reach must be from 0 to 720 hours, or empty.',
        },
      },
    });
    expect((await refused({ 'health.redBelow': 90 })).message).toBe(
      'Yellow below must be at least as high as Red below.',
    );
    expect((await refused({ 'scope.classes': [] })).message).toBe(
      'Classes: choose at least one, or all.',
    );
  });
});

it('a version that does not exist is not found', async () => {
  const missing = await expectAppError(readPolicy(context.ctx, { version: 7 }));
  expect(missing).toMatchObject({ code: 'not_found', message: 'The policy has no version 7.' });
});

describe('the settings', () => {
  it('are described once each, and all of them', () => {
    const leaves = (value: object, prefix: string): string[] =>
      Object.entries(value).flatMap(([key, inner]) =>
        inner !== null && typeof inner === 'object'
          ? leaves(inner, `${prefix}${key}.`)
          : [`${prefix}${key}`],
      );
    expect([...policyFields.keys()].sort()).toEqual(leaves(defaultPolicy, '').sort());
  });

  it('have a range if they are numbers, which contains the default', () => {
    for (const [path, { kind }] of policyFields) {
      const range = fieldRange(path);
      expect([path, range !== null]).toEqual([path, kind === 'number' || kind === 'share']);
      const value = fieldValue(defaultPolicy, path);
      if (!range || value === null) continue;
      expect(value).toBeGreaterThanOrEqual(range.min);
      expect(value).toBeLessThanOrEqual(range.max);
    }
  });

  it('are compared in the order of the page', () => {
    const after = {
      ...defaultPolicy,
      scope: { classes: [{ segment: 'Residential', level: null }], statuses: null },
      weights: { ...defaultPolicy.weights, recency: 2 },
    };
    expect(comparePolicies(defaultPolicy, after)).toEqual([
      { path: 'weights.recency', before: 1, after: 2 },
      { path: 'scope.classes', before: null, after: [{ segment: 'Residential', level: null }] },
    ]);
  });
});
