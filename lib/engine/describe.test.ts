import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { NOON } from '@/test/engine/builders';
import { describeAssumed, describeDeferral, describeExclusion } from './describe';
import { exclusionLabels } from './describe-exclusion';
import { exclusionReasons } from './types';

const until = NOON + HOUR_MS;

describe('sentences of an explanation', () => {
  test('end in "until" only for an exclusion with an end time', () => {
    for (const reason of exclusionReasons) {
      const timed = describeExclusion({ csm: 'Ana Diaz', reason, until });
      expect(timed.text).toMatch(/^Ana Diaz .* until$/);
      const open = describeExclusion({ csm: 'Ana Diaz', reason, until: null });
      expect(open.text).not.toContain('until');
      expect(exclusionLabels[reason]).not.toBe('');
    }
  });

  test('count the CSMs that the reason of a deferral excluded', () => {
    const counts = { cooling: 12, away: 1 };
    expect(describeDeferral({ reason: 'cooling', until, counts })).toEqual({
      text: 'Deferred: 12 of 13 active CSMs are cooling; no other CSM is eligible until',
      until,
    });
    expect(
      describeDeferral({
        reason: 'at_capacity',
        until: null,
        counts: { at_capacity: 2 },
      }).text,
    ).toBe('Deferred: all 2 active CSMs are at capacity');
    expect(
      describeDeferral({
        reason: 'max_per_run',
        until: null,
        counts: { max_per_run: 1 },
      }).text,
    ).toBe('Deferred: the only eligible CSM received another account in this run');
  });

  test('give the value that replaced a missing score', () => {
    expect(describeAssumed({ assumed: { neediness: 4.25 } }, 'en-US')).toEqual([
      'The account’s neediness is unknown, so a typical value (4.3) was used',
    ]);
  });
});
