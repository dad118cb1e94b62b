import { compareCodeUnits, compareNames, nameKey } from '@/lib/names';

/** An owner of accounts, in one spelling. */
export interface Owner {
  readonly name: string;
  readonly accounts: number;
}

/** An owner whose name is not that of an active CSM. */
export interface UnknownOwner extends Owner {
  /** The active CSM who is probably meant; null if none is close. Never merged without a correction. */
  readonly probably: string | null;
}

/** An active CSM whose accounts have other spellings of the name, which count as the same person. */
export interface OtherSpellings {
  readonly csm: string;
  /** Of the accounts with another spelling than the active list's. */
  readonly accounts: number;
  readonly spellings: readonly string[];
}

/** How the owners of accounts relate to the active list. */
export interface OwnerCheck {
  /** The most accounts first. Spellings of one person are one owner. */
  readonly unknown: readonly UnknownOwner[];
  /** The most accounts first. */
  readonly spelled: readonly OtherSpellings[];
}

/**
 * Compares the owners of accounts with the active CSMs: finds owners who are not CSMs, and spellings that
 * differ from the active list's. A placeholder is not an owner.
 * @param active the names of the active list; of several spellings of a person, the first is used
 */
export function checkOwners(active: readonly string[], owners: readonly Owner[]): OwnerCheck {
  const csms = new Map<string, string>();
  for (const name of active) {
    const key = nameKey(name);
    if (key !== null && !csms.has(key)) csms.set(key, name);
  }
  const candidates = [...csms].map(([key, name]) => ({ name, letters: plainLetters(key) }));
  const unknown = new Map<string, UnknownOwner>();
  const spelled = new Map<string, OtherSpellings>();
  for (const { name, accounts } of owners.toSorted(byAccounts)) {
    const key = nameKey(name);
    if (key === null) continue;
    const csm = csms.get(key);
    if (csm === undefined) {
      const known = unknown.get(key);
      const owner = known ?? {
        name,
        accounts: 0,
        probably: closest(plainLetters(key), candidates),
      };
      unknown.set(key, { ...owner, accounts: owner.accounts + accounts });
    } else if (csm !== name) {
      const known = spelled.get(csm) ?? { csm, accounts: 0, spellings: [] };
      spelled.set(csm, {
        csm,
        accounts: known.accounts + accounts,
        spellings: [...known.spellings, name],
      });
    }
  }
  return {
    unknown: [...unknown.values()].sort(byAccounts),
    spelled: [...spelled.values()].sort(
      (a, b) => b.accounts - a.accounts || compareNames(a.csm, b.csm),
    ),
  };
}

function byAccounts(a: Owner, b: Owner): number {
  return b.accounts - a.accounts || compareCodeUnits(a.name, b.name);
}

/** Shorter names differ by one letter by chance. */
const MIN_LETTERS = 5;

/** The one candidate that differs only in accents, punctuation, word order, or by one typing error. */
function closest(
  letters: string,
  candidates: readonly { readonly name: string; readonly letters: string }[],
): string | null {
  const same = candidates.filter((each) => each.letters === letters);
  const close =
    same.length > 0 ? same : candidates.filter((each) => isOneTypo(each.letters, letters));
  return close.length === 1 ? (close[0]?.name ?? null) : null;
}

/** A name's words without accents and punctuation, in alphabetical order. */
function plainLetters(key: string): string {
  const plain = key
    .normalize('NFD')
    .replace(/[\p{Mark}'.]/gu, '')
    .replace(/[^\p{Letter}\p{Number}\s]/gu, ' ');
  return plain.trim().split(/\s+/).sort(compareCodeUnits).join(' ');
}

/** Whether one letter is missing, added, replaced, or swapped with the next. */
function isOneTypo(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < MIN_LETTERS || long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = (text: string, from: number) => text.slice(from);
  if (long.length > short.length) return rest(long, start + 1) === rest(short, start);
  if (rest(long, start + 1) === rest(short, start + 1)) return true;
  return (
    long[start] === short[start + 1] &&
    long[start + 1] === short[start] &&
    rest(long, start + 2) === rest(short, start + 2)
  );
}
