import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeferral } from './events';

const deferral = {
  accountName: 'Larch & Loom',
  neediness: 5,
  health: null,
  color: null,
  revenue: null,
  segment: null,
  level: null,
  reason: 'cooling' as const,
  until: 1,
  counts: { cooling: 3 },
};

/** The JSON text after an account's id in a run's deferrals. */
function jsonAfterId(accountId: string, accountName: string): string {
  const text = JSON.stringify([{ accountId, ...deferral, accountName }, deferral]);
  return text.slice(`[{"accountId":${JSON.stringify(accountId)}`.length);
}

describe('parseDeferral', () => {
  it('returns the deferral for any account id and name', () => {
    const name = fc.string({
      unit: fc.constantFrom('"', '\\', '{', '}', ',', ':', 'é', '🦊', '\n'),
    });
    fc.assert(
      fc.property(name, name, (accountId, accountName) => {
        expect(parseDeferral(accountId, jsonAfterId(accountId, accountName))).toEqual({
          ...deferral,
          accountId,
          accountName,
        });
      }),
    );
  });

  it('returns null for text that is truncated, a placement, or not JSON', () => {
    expect(parseDeferral('A', jsonAfterId('A', 'B').slice(0, 60))).toBeNull();
    expect(parseDeferral('A', ',"accountName":"B","csm":"Ana","cost":1,"score":2}')).toBeNull();
    expect(parseDeferral('A', ',nonsense}')).toBeNull();
  });
});
