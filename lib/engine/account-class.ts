import { compareCodeUnits, nameKey } from '@/lib/names';

/** A segment and a level: of an account, or of the accounts that a CSM takes. */
export interface AccountClass {
  /** Null if an account's segment is unknown, or if a CSM takes any segment. */
  readonly segment: string | null;
  /** Null if an account's level is unknown, or if a CSM takes any level. */
  readonly level: string | null;
}

/** Identifies a class; equal for spellings that are the same class. */
export function classKey({ segment, level }: AccountClass): string {
  return JSON.stringify([nameKey(segment), nameKey(level)]);
}

/**
 * Creates a function that tells whether a CSM takes accounts of a class. A CSM without a segment or
 * level takes any. Only a CSM without both takes accounts of unknown class.
 */
export function createClassCheck(csm: AccountClass): (account: AccountClass) => boolean {
  const segment = nameKey(csm.segment);
  const level = nameKey(csm.level);
  return (account) =>
    (segment === null || segment === nameKey(account.segment)) &&
    (level === null || level === nameKey(account.level));
}

/**
 * Groups items by class, sorted by class; unknown classes come last. Of several spellings, a group has
 * the one that sorts first, so the result does not depend on the order of the items.
 */
export function groupByClass<Item extends AccountClass>(
  items: Iterable<Item>,
): readonly (AccountClass & { readonly items: readonly Item[] })[] {
  const groups = new Map<string, { segment: string | null; level: string | null; items: Item[] }>();
  for (const item of items) {
    const key = classKey(item);
    const group = groups.get(key);
    if (group) {
      group.items.push(item);
      group.segment = firstSpelling(group.segment, item.segment);
      group.level = firstSpelling(group.level, item.level);
    } else {
      groups.set(key, {
        segment: item.segment?.trim() || null,
        level: item.level?.trim() || null,
        items: [item],
      });
    }
  }
  return [...groups].sort(([a], [b]) => compareCodeUnits(a, b)).map(([, group]) => group);
}

function firstSpelling(kept: string | null, other: string | null): string | null {
  const trimmed = other?.trim() || null;
  return kept !== null && trimmed !== null && trimmed < kept ? trimmed : kept;
}
