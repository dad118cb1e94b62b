import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensions } from '@/lib/engine/types';
import {
  type Amounts,
  attributeSurplus,
  type LedgerCsm,
  type ReceiptCause,
  type RunAllocation,
  receiptCauses,
  recordFromKeys,
  surplusCauses,
} from './attribution';

const accounts = (count: number): Amounts => ({
  accounts: count,
  neediness: 5 * count,
  revenue: 1_000 * count,
  red: 0,
});

function csmLike(
  name: string,
  share: number,
  received: Partial<Record<ReceiptCause, number>> = {},
  startDay: number | null = null,
): LedgerCsm {
  return {
    name,
    shares: recordFromKeys(dimensions, () => share),
    startDay,
    received: recordFromKeys(receiptCauses, (cause) => accounts(received[cause] ?? 0)),
  };
}

const run = (count: number, unavailable: readonly string[] = [], day = 100): RunAllocation => ({
  unavailable,
  day,
  amounts: accounts(count),
});

const ofAccounts = (csms: readonly LedgerCsm[], runs: readonly RunAllocation[]) =>
  attributeSurplus(csms, runs).map(({ accounts: { received, share, surplus, causes } }) => ({
    received,
    share,
    surplus,
    ...causes,
  }));

describe('attributeSurplus', () => {
  it('finds no surplus when everyone received their share', () => {
    const [ana] = ofAccounts(
      [csmLike('Ana', 0.5, { engine: 2 }), csmLike('Bo', 0.5, { engine: 2 })],
      [run(4)],
    );
    expect(ana).toEqual({
      received: 2,
      share: 2,
      surplus: 0,
      engine: 0,
      override: 0,
      outside: 0,
      unavailable: 0,
    });
  });

  it('attributes a surplus to the engine when everyone was available', () => {
    const lines = ofAccounts([csmLike('Ana', 0.5, { engine: 4 }), csmLike('Bo', 0.5)], [run(4)]);
    expect(lines).toMatchObject([
      { surplus: 2, engine: 2, override: 0, outside: 0, unavailable: 0 },
      { surplus: -2, engine: -2, override: 0, outside: 0, unavailable: 0 },
    ]);
  });

  it('attributes a surplus to overrides and to assignments outside the app', () => {
    const [ana, bo] = ofAccounts(
      [csmLike('Ana', 0.75, { override: 3 }), csmLike('Bo', 0.25, { override: 1, outside: 4 })],
      [],
    );
    expect(ana).toMatchObject({ received: 3, share: 6, surplus: -3, override: 0, outside: -3 });
    expect(bo).toMatchObject({ received: 5, share: 2, surplus: 3, override: 0, outside: 3 });
  });

  it('attributes a surplus to availability when others could not receive', () => {
    const lines = ofAccounts(
      [csmLike('Ana', 0.5, { engine: 4 }), csmLike('Bo', 0.5)],
      [run(4, ['Bo', 'Someone who left'])],
    );
    expect(lines).toMatchObject([
      { surplus: 2, engine: 0, unavailable: 2 },
      { surplus: -2, engine: 0, unavailable: -2 },
    ]);
  });

  it('treats CSMs as unavailable before their first day', () => {
    const lines = ofAccounts(
      [csmLike('Ana', 0.5, { engine: 2 }), csmLike('Bo', 0.5, { engine: 2 }, 100)],
      [run(2, [], 99), run(2, [], 100)],
    );
    expect(lines).toMatchObject([
      { surplus: 0, engine: -1, unavailable: 1 },
      { surplus: 0, engine: 1, unavailable: -1 },
    ]);
  });

  it('splits a surplus among several causes that add up to it', () => {
    const [ana] = ofAccounts(
      [
        csmLike('Ana', 0.5, { engine: 5, override: 2, outside: 1 }),
        csmLike('Bo', 0.3, { engine: 3, override: 0, outside: 1 }),
        csmLike('Cy', 0.2, { engine: 0, override: 0, outside: 0 }),
      ],
      [run(4, ['Bo']), run(4, ['Cy'])],
    );
    const expected = 4 * (5 / 7) + 4 * (5 / 8);
    expect(ana?.received).toBe(8);
    expect(ana?.share).toBe(6);
    expect(ana?.engine).toBeCloseTo(5 - expected);
    expect(ana?.unavailable).toBeCloseTo(expected - 4);
    expect(ana?.override).toBe(1);
    expect(ana?.outside).toBe(0);
    expect(ana?.surplus).toBeCloseTo(2);
  });

  it('attributes nothing to availability when a run recorded everyone as unavailable', () => {
    const lines = ofAccounts(
      [csmLike('Ana', 0.5, { engine: 3 }), csmLike('Bo', 0.5, { engine: 1 })],
      [run(4, ['Ana', 'Bo'])],
    );
    expect(lines).toMatchObject([
      { engine: 1, unavailable: 0 },
      { engine: -1, unavailable: 0 },
    ]);
  });
});

const amount = fc.double({ min: 0, max: 1e7, noNaN: true });
const amounts: fc.Arbitrary<Amounts> = fc.record({
  accounts: fc.nat(500),
  neediness: amount,
  revenue: amount,
  red: fc.nat(50),
});

/** A company with runs whose placements match what its CSMs received through the engine. */
const company = fc
  .record({
    weights: fc.array(fc.nat(100), { minLength: 1, maxLength: 8 }),
    runs: fc.array(
      fc.record({ day: fc.nat(30), away: fc.array(fc.nat(7)), to: fc.nat(), amounts }),
      { maxLength: 12 },
    ),
    others: fc.array(fc.record({ override: amounts, outside: amounts }), {
      minLength: 8,
      maxLength: 8,
    }),
    since: fc.array(fc.option(fc.nat(40)), { minLength: 8, maxLength: 8 }),
  })
  .map(({ weights, runs, others, since }) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const csms = weights.map((weight, j): LedgerCsm => {
      const share = total > 0 ? weight / total : 1 / weights.length;
      const placedHere = runs.filter(({ to }) => to % weights.length === j);
      const { override, outside } = others[j] as (typeof others)[number];
      return {
        name: `CSM ${j}`,
        shares: recordFromKeys(dimensions, () => share),
        startDay: since[j] ?? null,
        received: {
          override,
          outside,
          engine: recordFromKeys(dimensions, (dimension) =>
            placedHere.reduce((sum, { amounts: placed }) => sum + placed[dimension], 0),
          ),
        },
      };
    });
    return {
      csms,
      runs: runs.map(
        ({ day, away, amounts: placed }): RunAllocation => ({
          day,
          unavailable: away.map((j) => `CSM ${j}`),
          amounts: placed,
        }),
      ),
    };
  });

describe('attributeSurplus, for any company', () => {
  it('has causes that add up to the surplus, and a surplus of received minus share', () => {
    fc.assert(
      fc.property(company, ({ csms, runs }) => {
        for (const lines of attributeSurplus(csms, runs)) {
          for (const { received, share, surplus, causes } of Object.values(lines)) {
            const sum = surplusCauses.reduce((all, cause) => all + causes[cause], 0);
            expect(Math.abs(sum - surplus)).toBeLessThan(tolerance(received + share));
            expect(Math.abs(surplus - (received - share))).toBeLessThan(
              tolerance(received + share),
            );
          }
        }
      }),
    );
  });

  it('has causes that each add up to zero over all CSMs', () => {
    fc.assert(
      fc.property(company, ({ csms, runs }) => {
        const all = attributeSurplus(csms, runs);
        for (const dimension of dimensions) {
          const received = all.reduce((sum, lines) => sum + lines[dimension].received, 0);
          for (const cause of surplusCauses) {
            const sum = all.reduce((total, lines) => total + lines[dimension].causes[cause], 0);
            expect(Math.abs(sum)).toBeLessThan(tolerance(received));
          }
        }
      }),
    );
  });
});

/** Allows for floating-point error proportional to the amounts. */
function tolerance(size: number): number {
  return 1e-9 + size * 1e-11;
}
