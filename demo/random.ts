/** A stream of random numbers that is the same for the same seed. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A number from `from` up to `to`. */
  between(from: number, to: number): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Normally distributed with mean 0 and deviation 1. */
  normal(): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Picks with a probability in proportion to the weight; some weight must be above 0. */
  weighted<Item>(items: readonly Item[], weight: (item: Item) => number): Item;
  shuffled<Item>(items: readonly Item[]): Item[];
  /** Sixteen bytes, as an id needs them. */
  bytes(): Uint8Array;
}

/** Makes a stream from a seed, by the generator sfc32 of PractRand. */
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
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    // Box and Muller's transform.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (items) => at(items, whole(0, items.length - 1)),
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
        const j = whole(0, i);
        [mixed[i], mixed[j]] = [mixed[j] as never, mixed[i] as never];
      }
      return mixed;
    },
    bytes: () => Uint8Array.from({ length: 16 }, () => word() & 0xff),
  };
}
