import { describe, expect, it } from 'vitest';
import {
  apiTokens,
  insertApiToken,
  recordTokenUse,
  revokeApiToken,
} from '@/lib/warehouse/sql/api-tokens';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements on API tokens. */
export function describeApiTokens(harness: ContractHarness): void {
  describe('API tokens', () => {
    const insert = (id: string, name: string, at = now) =>
      insertApiToken({
        id,
        name,
        hash: `hash of ${id}`,
        scopes: ['runs:start', 'exports'],
        at,
        by: { email: 'ada@b.c', name: edgeCaseStrings[0] },
        expiresAt: hoursLater(24),
      });

    it('are read as they were created, newest first', async () => {
      expect(await harness.read(apiTokens())).toEqual([]);
      await harness.write(insert('1', edgeCaseStrings[0]), insert('2', 'Later', hoursLater(1)));
      const [later, first] = await harness.read(apiTokens());
      expect(later?.id).toBe('2');
      expect(first).toEqual({
        id: '1',
        name: edgeCaseStrings[0],
        hash: 'hash of 1',
        createdAt: now,
        scopes: ['runs:start', 'exports'],
        createdByName: edgeCaseStrings[0],
        expiresAt: hoursLater(24),
        lastUsedAt: null,
        revokedAt: null,
        revokedBy: null,
      });
    });

    it('have a name of their own while they can be used', async () => {
      const again = insert('2', 'NIGHTLY', hoursLater(1));
      expect(await harness.write(insert('1', 'Nightly'), again)).toEqual([1, 0]);
      await harness.write(revokeApiToken('1', 'ada@b.c', now));
      expect(await harness.write(again)).toEqual([1]);
      expect(await harness.write(insert('3', 'Nightly', hoursLater(24)))).toEqual([1]);
    });

    it('are revoked once', async () => {
      const revoke = (by: string, at: Date) => revokeApiToken('1', by, at);
      await harness.write(insert('1', 'Nightly'));
      expect(await harness.write(revoke('ada@b.c', now), revoke('bo@b.c', hoursLater(1)))).toEqual([
        1, 0,
      ]);
      expect(await harness.read(apiTokens())).toMatchObject([
        { revokedAt: now, revokedBy: 'ada@b.c' },
      ]);
    });

    it('remember when they were last used, unless that was recent', async () => {
      await harness.write(insert('1', 'Nightly'));
      const use = (at: Date, notSince: Date) => recordTokenUse('1', at, notSince);
      expect(await harness.write(use(hoursLater(2), hoursLater(1)))).toEqual([1]);
      expect(await harness.write(use(hoursLater(3), hoursLater(1)))).toEqual([0]);
      expect(await harness.read(apiTokens())).toMatchObject([{ lastUsedAt: hoursLater(2) }]);
    });
  });
}
