import type { Finding, FindingNumbers } from './finding';
import type { Diagnostics } from './get-diagnostics';

/**
 * Finds accounts whose owner is not an active CSM and that don't wait for a CSM, so that no run places
 * them. Owners are compared in any spelling. An active CSM who is away keeps their book, and accounts with a
 * placeholder as their owner have none.
 */
export function orphanedBookFindings(
  { orphaned }: Pick<Diagnostics, 'orphaned'>,
  { number, count }: FindingNumbers,
): Finding[] {
  const owners = orphaned.filter(({ accounts, waiting }) => accounts > waiting);
  if (owners.length === 0) return [];
  const total = owners.reduce((sum, { accounts }) => sum + accounts, 0);
  const waiting = owners.reduce((sum, each) => sum + each.waiting, 0);
  const former = owners.filter(({ wasCsm }) => wasCsm).length;
  const unknown = owners.length - former;
  const people =
    former === 0
      ? count(unknown, 'owner who was never a CSM here', 'owners who were never CSMs here')
      : [
          count(former, 'former CSM', 'former CSMs'),
          ...(unknown > 0 ? [count(unknown, 'other owner', 'other owners')] : []),
        ].join(' and ');
  return [
    {
      id: 'orphaned-books',
      severity: 'warning',
      title: `${count(total, 'account has', 'accounts have')} no active CSM: ${total === 1 ? 'it belongs' : 'they belong'} to ${people}`,
      detail: `${owners.length === 1 ? 'The owner is' : 'The owners are'} not on the active list. ${waiting === 0 ? 'No run places these accounts' : `${number(waiting)} of them already ${waiting === 1 ? 'waits' : 'wait'} for a CSM. No run places the others`} until they need one. Managers can mark them, so that runs distribute them. An active CSM who is away keeps their book.`,
      rows: owners.map(({ owner, accounts, waiting, wasCsm }) => ({
        csm: owner,
        note: [
          count(accounts, 'account', 'accounts'),
          ...(waiting > 0 ? [`${number(waiting)} already waiting`] : []),
          ...(wasCsm ? [] : ['never a CSM here']),
        ].join(', '),
      })),
      actions: [
        {
          label: 'Mark as needing a CSM',
          mark: owners.map(({ owner, accounts, waiting, wasCsm }) => ({
            owner,
            accounts: accounts - waiting,
            wasCsm,
          })),
        },
      ],
    },
  ];
}
