import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureMatchQuality } from '@/lib/engine/fairness';
import { defaultRoutingPolicy as policy } from '@/lib/engine/policy';
import { countMatches, type MatchGroup } from './match-quality';

describe('countMatches', () => {
  it('counts matched accounts and all accounts of each kind', () => {
    expect(
      countMatches(
        [
          { accounts: 4, tenureMonths: 20, color: 'red', needy: true },
          { accounts: 3, tenureMonths: 7, color: 'red', needy: true },
          { accounts: 2, tenureMonths: 2, color: 'green', needy: true },
          { accounts: 5, tenureMonths: 2, color: 'yellow', needy: false },
          { accounts: 9, tenureMonths: null, color: 'red', needy: true },
        ],
        policy,
      ),
    ).toEqual({
      needyWithExperienced: { count: 7, of: 9 },
      redWithSenior: { count: 4, of: 7 },
      newCsmGreen: { count: 2, of: 7 },
    });
  });

  it('counts accounts with unknown health only as high-need', () => {
    const group: MatchGroup = { accounts: 3, tenureMonths: 1, color: null, needy: true };
    expect(countMatches([group], policy)).toEqual({
      needyWithExperienced: { count: 0, of: 3 },
      redWithSenior: { count: 0, of: 0 },
      newCsmGreen: { count: 0, of: 0 },
    });
  });

  it('returns 0 of 0 without accounts', () => {
    expect(countMatches([], policy).redWithSenior).toEqual({ count: 0, of: 0 });
  });

  it('agrees with the engine’s shares for the same accounts', () => {
    const group = fc.record({
      accounts: fc.integer({ min: 1, max: 5 }),
      tenureMonths: fc.option(fc.integer({ min: 0, max: 20 })),
      color: fc.constantFrom('red' as const, 'yellow' as const, 'green' as const),
      needy: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(group), (groups) => {
        const counts = countMatches(groups, policy);
        const accounts = groups.flatMap((each) =>
          Array.from({ length: each.accounts }, () => each),
        );
        const quality = measureMatchQuality(accounts, policy);
        for (const kind of Object.keys(quality) as (keyof typeof quality)[]) {
          const { count, of } = counts[kind];
          expect(of === 0 ? null : (100 * count) / of).toEqual(quality[kind]);
        }
      }),
    );
  });
});
