import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensions } from '@/lib/engine/types';
import {
  type Amounts,
  attributeSurplus,
  type LedgerCsm,
  ledgerCauses,
  type ReceiptCause,
  type RunAllocation,
  receiptCauses,
  recordFromKeys,
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
  hereFrom: number | null = null,
): LedgerCsm {
  return {
    name,
    shares: recordFromKeys(dimensions, () => share),
    hereFrom,
    received: recordFromKeys(receiptCauses, (cause) => accounts(received[cause] ?? 0)),
  };
}

const gift = (count: number, unavailable: readonly string[] = [], day = 100): RunAllocation => ({
  unavailable,
  day,
  amounts: accounts(count),
});

const ofAccounts = (csms: readonly LedgerCsm[], gifts: readonly RunAllocation[]) =>
  attributeSurplus(csms, gifts).map(({ accounts: { received, share, surplus, causes } }) => ({
    received,
    share,
    surplus,
    ...causes,
  }));

describe('the ledger says of what a CSM carries beyond their share', () => {
  it('nothing where everybody has theirs', () => {
    const [ana] = ofAccounts(
      [csmLike('Ana', 0.5, { engine: 2 }), csmLike('Bo', 0.5, { engine: 2 })],
      [gift(4)],
    );
    expect(ana).toEqual({
      ...{ received: 2, share: 2, surplus: 0 },
      ...{ engine: 0, override: 0, outside: 0, unavailable: 0 },
    });
  });

  it('that the engine chose so, where both could receive', () => {
    const lines = ofAccounts([csmLike('Ana', 0.5, { engine: 4 }), csmLike('Bo', 0.5)], [gift(4)]);
    expect(lines).toMatchObject([
      { surplus: 2, engine: 2, override: 0, outside: 0, unavailable: 0 },
      { surplus: -2, engine: -2, override: 0, outside: 0, unavailable: 0 },
    ]);
  });

  it('that overrides, or what was assigned outside, brought it', () => {
    const [ana, bo] = ofAccounts(
      [csmLike('Ana', 0.75, { override: 3 }), csmLike('Bo', 0.25, { override: 1, outside: 4 })],
      [],
    );
    expect(ana).toMatchObject({ received: 3, share: 6, surplus: -3, override: 0, outside: -3 });
    expect(bo).toMatchObject({ received: 5, share: 2, surplus: 3, override: 0, outside: 3 });
  });

  it('that the other could not receive, and of the other the same', () => {
    const lines = ofAccounts(
      [csmLike('Ana', 0.5, { engine: 4 }), csmLike('Bo', 0.5)],
      [gift(4, ['Bo', 'Somebody long gone'])],
    );
    expect(lines).toMatchObject([
      { surplus: 2, engine: 0, unavailable: 2 },
      { surplus: -2, engine: 0, unavailable: -2 },
    ]);
  });

  it('that the other was not yet here', () => {
    const lines = ofAccounts(
      [csmLike('Ana', 0.5, { engine: 2 }), csmLike('Bo', 0.5, { engine: 2 }, 100)],
      [gift(2, [], 99), gift(2, [], 100)],
    );
    expect(lines).toMatchObject([
      { surplus: 0, engine: -1, unavailable: 1 },
      { surplus: 0, engine: 1, unavailable: -1 },
    ]);
  });

  it('several things at once, which sum to it', () => {
    const [ana] = ofAccounts(
      [
        csmLike('Ana', 0.5, { engine: 5, override: 2, outside: 1 }),
        csmLike('Bo', 0.3, { engine: 3, override: 0, outside: 1 }),
        csmLike('Cy', 0.2, { engine: 0, override: 0, outside: 0 }),
      ],
      [gift(4, ['Bo']), gift(4, ['Cy'])],
    );
    const hoped = 4 * (5 / 7) + 4 * (5 / 8);
    expect(ana?.received).toBe(8);
    expect(ana?.share).toBe(6);
    expect(ana?.engine).toBeCloseTo(5 - hoped);
    expect(ana?.unavailable).toBeCloseTo(hoped - 4);
    expect(ana?.override).toBe(1);
    expect(ana?.outside).toBe(0);
    expect(ana?.surplus).toBeCloseTo(2);
  });

  it('nothing of availability in a run where nobody was there to receive by the record', () => {
    const lines = ofAccounts(
      [csmLike('Ana', 0.5, { engine: 3 }), csmLike('Bo', 0.5, { engine: 1 })],
      [gift(4, ['Ana', 'Bo'])],
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

/** A company, and runs in which it received just what its CSMs have of the engine. */
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
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const csms = weights.map((weight, j): LedgerCsm => {
      const share = whole > 0 ? weight / whole : 1 / weights.length;
      const own = runs.filter(({ to }) => to % weights.length === j);
      const { override, outside } = others[j] as (typeof others)[number];
      return {
        name: `CSM ${j}`,
        shares: recordFromKeys(dimensions, () => share),
        hereFrom: since[j] ?? null,
        received: {
          override,
          outside,
          engine: recordFromKeys(dimensions, (dimension) =>
            own.reduce((sum, run) => sum + run.amounts[dimension], 0),
          ),
        },
      };
    });
    const gifts = runs.map(({ day, away, amounts: given }): RunAllocation => {
      return { day, unavailable: away.map((j) => `CSM ${j}`), amounts: given };
    });
    return { csms, gifts };
  });

describe('whoever could receive when, and whatever they received', () => {
  it('the causes sum to the surplus, which is what was received beyond the share', () => {
    fc.assert(
      fc.property(company, ({ csms, gifts }) => {
        for (const lines of attributeSurplus(csms, gifts)) {
          for (const { received, share, surplus, causes } of Object.values(lines)) {
            const sum = ledgerCauses.reduce((all, cause) => all + causes[cause], 0);
            expect(Math.abs(sum - surplus)).toBeLessThan(tolerance(received + share));
            expect(Math.abs(surplus - (received - share))).toBeLessThan(
              tolerance(received + share),
            );
          }
        }
      }),
    );
  });

  it('what some carry more, others carry less, in every cause', () => {
    fc.assert(
      fc.property(company, ({ csms, gifts }) => {
        const all = attributeSurplus(csms, gifts);
        for (const dimension of dimensions) {
          const received = all.reduce((sum, lines) => sum + lines[dimension].received, 0);
          for (const cause of ledgerCauses) {
            const sum = all.reduce((total, lines) => total + lines[dimension].causes[cause], 0);
            expect(Math.abs(sum)).toBeLessThan(tolerance(received));
          }
        }
      }),
    );
  });
});

/** Sums of doubles are exact to a part in 10^12 of what is summed. */
function tolerance(size: number): number {
  return 1e-9 + size * 1e-11;
}
