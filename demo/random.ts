/** A seeded random number generator: the same seed gives the same numbers. */
export interface Random {
  /** At least 0 and less than 1. */
  next(): number;
  /** At least `from` and less than `to`. */
  between(from: number, to: number): number;
  /** An integer from `from` to `to`, inclusive. */
  integer(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Normally distributed with mean 0 and standard deviation 1. */
  normal(): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Picks an item with probability proportional to its weight. At least one weight must be positive. */
  weighted<Item>(items: readonly Item[], weight: (item: Item) => number): Item;
  shuffled<Item>(items: readonly Item[]): Item[];
  /** Fills an array of bytes. */
  fill(bytes: Uint8Array): void;
}

/** Creates a generator from a seed (algorithm: sfc32 from PractRand). */
export function randomFrom(seed: number): Random {
  let a = seed | 0;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const word = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 16; i++) word();
  const next = () => word() / 2 ** 32;
  const at = <Item>(items: readonly Item[], index: number) => {
    if (items.length === 0) throw new Error('There is nothing to pick from.');
    return items[index] as Item;
  };
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    // Box–Muller transform.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (items) => at(items, integer(0, items.length - 1)),
    weighted: (items, weight) => {
      let left = next() * items.reduce((sum, item) => sum + weight(item), 0);
      const found = items.findIndex((item) => {
        left -= weight(item);
        return left < 0;
      });
      return at(items, found < 0 ? items.length - 1 : found);
    },
    shuffled: (items) => {
      const mixed = [...items];
      for (let i = mixed.length - 1; i > 0; i--) {
        const j = integer(0, i);
        [mixed[i], mixed[j]] = [mixed[j] as never, mixed[i] as never];
      }
      return mixed;
    },
    fill: (bytes) => {
      for (let i = 0; i < bytes.length; i++) bytes[i] = word() & 0xff;
    },
  };
}
