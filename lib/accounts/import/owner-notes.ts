import { currentPolicy } from '@/lib/policy/current-policy';
import { checkOwners, type Owner } from '@/lib/read-model/owner-check';
import type { Context } from '@/lib/server/context';
import { companyBooks } from '@/lib/warehouse/sql/analytics/company';
import { activeCsmDetails } from '@/lib/warehouse/sql/csm-details';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { count, listNames } from './note-text';

interface ImportedNames {
  readonly accounts: { readonly file: string; readonly owners: readonly (string | null)[] } | null;
  readonly csms: { readonly file: string; readonly active: readonly string[] } | null;
}

/**
 * Notes about accounts whose owners are not active CSMs, or are spelled in another way. What is not
 * imported is as in the warehouse.
 * @throws AppError with a `warehouse_*` code
 */
export async function ownerNotes(
  ctx: Pick<Context, 'warehouse' | 'now'>,
  { accounts, csms }: ImportedNames,
): Promise<string[]> {
  const subject = accounts?.file ?? `${csms?.file}, with the accounts so far`;
  const [owners, active] = await Promise.all([
    accounts ? countOwners(accounts.owners) : currentOwners(ctx),
    csms ? csms.active : activeCsms(ctx),
  ]);
  return active.length === 0 ? [] : notesOn(subject, owners, active);
}

function countOwners(names: readonly (string | null)[]): Owner[] {
  const books = new Map<string, number>();
  for (const name of names) if (name !== null) books.set(name, (books.get(name) ?? 0) + 1);
  return [...books].map(([name, accounts]) => ({ name, accounts }));
}

async function currentOwners({ warehouse }: Pick<Context, 'warehouse'>): Promise<Owner[]> {
  const { policy } = await currentPolicy(warehouse);
  const books = rowsFor(await warehouse.read(companyBooks(policy)), 'books');
  return books.flatMap(({ csm, accounts }) => (csm === null ? [] : [{ name: csm, accounts }]));
}

async function activeCsms({ warehouse, now }: Pick<Context, 'warehouse' | 'now'>) {
  const details = await warehouse.read(activeCsmDetails(now()));
  return details.map(({ name }) => name);
}

function notesOn(file: string, owners: readonly Owner[], active: readonly string[]): string[] {
  const { unknown, spelled } = checkOwners(active, owners);
  const sum = (each: readonly { readonly accounts: number }[]) =>
    each.reduce((total, { accounts }) => total + accounts, 0);
  const notes: string[] = [];
  if (unknown.length > 0) {
    const listed = unknown.map(({ name, accounts, probably }) => {
      const number = accounts.toLocaleString('en-US');
      return `${name} (${number}${probably ? `, probably ${probably}` : ''})`;
    });
    const likely = unknown.filter(({ probably }) => probably !== null);
    const meant = new Set(likely.map(({ probably }) => probably)).size;
    const spellings =
      likely.length > 0
        ? `; ${sum(likely).toLocaleString('en-US')} of them probably to ${count(meant, 'active CSM', 'active CSMs')} in another spelling`
        : '';
    notes.push(
      `${file}: ${count(sum(unknown), 'account belongs', 'accounts belong')} to ${count(unknown.length, 'name that is not an active CSM', 'names that are not active CSMs')}${spellings}: ${listNames(listed)}.`,
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
