import { describe, expect, it } from 'vitest';
import {
  deleteSignInFailures,
  insertSignInFailure,
  recentSignInFailures,
} from '@/lib/warehouse/sql/sign-in-failures';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements on failed sign-ins. */
export function describeSignInFailures(harness: ContractHarness): void {
  describe('failed sign-ins', () => {
    it('are read by key, the newest first, and deleted when they are old', async () => {
      await harness.write(
        insertSignInFailure(['a', "' OR 1=1 --"], now),
        insertSignInFailure(['a'], hoursLater(1)),
        insertSignInFailure(['a', 'b'], hoursLater(2)),
      );
      const recent = (keys: readonly string[], since: Date, limit = 9) =>
        harness
          .read(recentSignInFailures(keys, since, limit))
          .then((rows) => rows.map(({ key_hash, failed_at }) => [key_hash, failed_at]));
      expect(await recent(['a', 'b'], now)).toEqual([
        ['a', hoursLater(2)],
        ['a', hoursLater(1)],
        ['b', hoursLater(2)],
      ]);
      expect(await recent(['none'], hoursLater(-1))).toEqual([]);
      expect(await recent(['a'], hoursLater(-1), 2)).toEqual([
        ['a', hoursLater(2)],
        ['a', hoursLater(1)],
      ]);
      expect(await recent(["' OR 1=1 --"], hoursLater(-1))).toEqual([["' OR 1=1 --", now]]);
      expect(await harness.write(deleteSignInFailures(hoursLater(1)))).toEqual([3]);
      expect(await recent(['a', 'b'], hoursLater(-1))).toHaveLength(2);
    });
  });
}
