import { checkOwners } from '@/lib/accounts/unknown-owners';
import { count, listNames } from './note-text';

/**
 * Notes about accounts whose owners are not active CSMs, or are spelled in another way.
 * @param owners the owner of each account
 * @param active the active CSMs
 */
export function ownerNotes(
  file: string,
  owners: readonly (string | null)[],
  active: readonly string[],
): string[] {
  if (active.length === 0) return [];
  const books = new Map<string, number>();
  for (const name of owners) if (name !== null) books.set(name, (books.get(name) ?? 0) + 1);
  const { unknown, spelled } = checkOwners(
    active,
    [...books].map(([name, accounts]) => ({ name, accounts })),
  );
  const sum = (each: readonly { readonly accounts: number }[]) =>
    each.reduce((total, { accounts }) => total + accounts, 0);
  const notes: string[] = [];
  if (unknown.length > 0) {
    const listed = unknown.map(
      ({ name, accounts, probably }) =>
        `${name} ${accounts.toLocaleString('en-US')}${probably ? ` (probably ${probably})` : ''}`,
    );
    const total = sum(unknown);
    notes.push(
      `${file}: ${count(total, 'account belongs', 'accounts belong')} to ${count(unknown.length, 'name that is not an active CSM', 'names that are not active CSMs')}: ${listNames(listed)}.`,
    );
  }
  if (spelled.length > 0) {
    const listed = spelled.map(
      ({ csm, spellings }) => `${csm} (such as ${JSON.stringify(spellings[0])})`,
    );
    notes.push(
      `${file}: ${count(sum(spelled), 'account has', 'accounts have')} another spelling of ${count(spelled.length, 'active CSM', 'active CSMs')}: ${listNames(listed)}. All spellings count as the same person.`,
    );
  }
  return notes;
}
