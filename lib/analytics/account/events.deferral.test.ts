import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeferral } from './events';

const deferral = {
  ...{ accountName: 'Larch & Loom', neediness: 5, health: null, color: null, revenue: null },
  ...{ segment: null, level: null, reason: 'cooling' as const, until: 1, counts: { cooling: 3 } },
};

/** What follows an account's id in the JSON text of a run's deferrals. */
function following(accountId: string, accountName: string): string {
  const text = JSON.stringify([{ accountId, ...deferral, accountName }, deferral]);
  return text.slice(`[{"accountId":${JSON.stringify(accountId)}`.length);
}

describe('a deferral read out of a run’s result', () => {
  it('is what was written, whatever the account is called', () => {
    const name = fc.string({
      unit: fc.constantFrom('"', '\\', '{', '}', ',', ':', 'é', '🦊', '\n'),
    });
    fc.assert(
      fc.property(name, name, (accountId, accountName) => {
        expect(parseDeferral(accountId, following(accountId, accountName))).toEqual({
          ...deferral,
          ...{ accountId, accountName },
        });
      }),
    );
  });

  it('is none where the text was cut, is a placement, or is nothing of ours', () => {
    expect(parseDeferral('A', following('A', 'B').slice(0, 60))).toBeNull();
    expect(parseDeferral('A', ',"accountName":"B","csm":"Ana","cost":1,"score":2}')).toBeNull();
    expect(parseDeferral('A', ',nonsense}')).toBeNull();
  });
});
