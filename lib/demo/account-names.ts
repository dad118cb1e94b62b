import type { Random } from './random';
import { beginnings, trades } from './words';

/** What an account is called and the trade it is in. */
export interface NamedTrade {
  readonly name: string;
  readonly industry: string;
}

/** Makes a source of company names that never gives one twice. */
export function accountNames(
  random: Random,
): (segment: 'Residential' | 'Commercial') => NamedTrade {
  const given = new Set<string>();
  return (segment) => {
    for (;;) {
      const { industry, endings } = random.weighted(trades[segment], ({ share }) => share);
      const name = `${beginning(random)} ${random.pick(endings)}`;
      if (given.has(name)) continue;
      given.add(name);
      return { name, industry };
    }
  };
}

function beginning(random: Random): string {
  const { places, families } = beginnings;
  if (random.chance(0.55)) return random.pick(places);
  const family = random.pick(families);
  const kind = random.next();
  if (kind < 0.3) return `${family} & Sons`;
  if (kind < 0.4) return `${family} & Daughters`;
  if (kind < 0.7) return `${family} Brothers`;
  return kind < 0.85 ? `${family} ${random.pick(families)}` : family;
}

/** A name as software spells it in an address. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}
