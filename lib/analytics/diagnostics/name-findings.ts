import type { Finding, FindingAction, FindingNumbers } from './finding';
import type { Diagnostics } from './get-diagnostics';

/** Findings about names, and about accounts that start to need a CSM in the future. */
export function nameFindings(
  { names, startingLater, warehouse }: Pick<Diagnostics, 'names' | 'startingLater' | 'warehouse'>,
  { count }: FindingNumbers,
): Finding[] {
  const isEmbedded = warehouse.kind === 'duckdb';
  const correct = isEmbedded
    ? 'Correct the list and import it again.'
    : 'Ask the data team to correct the list.';
  const actions: FindingAction[] = isEmbedded
    ? [{ label: 'Import a list', adminHref: '/import' }]
    : [];
  const accountsOf = (owned: readonly { readonly accounts: number }[]) =>
    owned.reduce((sum, { accounts }) => sum + accounts, 0);
  const accounts = (owned: number) => count(owned, 'account', 'accounts');
  const { misspelled, spelled, repeated, blank, withoutDetails } = names;
  const blankRows = blank.reduce((sum, { rows }) => sum + rows, 0);
  const findings: readonly Finding[] = [
    {
      id: 'misspelled-owners',
      severity: 'warning',
      title: `${count(accountsOf(misspelled), 'account probably belongs', 'accounts probably belong')} to an active CSM whose name is misspelled`,
      detail: `They are in no CSM’s book. Correct the names before you mark the accounts as needing a CSM. ${correct}`,
      rows: misspelled.map(({ name, accounts: owned, probably }) => ({
        csm: name,
        note: `${accounts(owned)}, probably ${probably}`,
      })),
      actions: [{ label: 'Compare books and capacity', href: '/workload' }, ...actions],
    },
    {
      id: 'other-spellings',
      severity: 'info',
      title: `${count(accountsOf(spelled), 'account has', 'accounts have')} another spelling of an active CSM’s name`,
      detail: 'These accounts count toward the CSM’s book. No correction is needed.',
      rows: spelled.map(({ csm, accounts: owned, spellings }) => ({
        csm,
        note: `${accounts(owned)}: ${quoted(spellings)}`,
      })),
      actions: [],
    },
    {
      id: 'listed-twice',
      severity: 'warning',
      title: `${count(repeated.length, 'CSM is', 'CSMs are')} on the active list more than once`,
      detail: `Rows of the same person count once. The data team’s own queries count each row. ${correct}`,
      rows: repeated.map(({ csm, rows, spellings }) => ({
        csm,
        note: `${count(rows, 'row', 'rows')}: ${quoted(spellings)}`,
      })),
      actions,
    },
    {
      id: 'listed-without-name',
      severity: 'warning',
      title: `${count(blankRows, 'row of the active list has', 'rows of the active list have')} no name`,
      detail: `An empty name or a word such as “Unassigned” is not a CSM and receives no accounts. ${correct}`,
      rows: blank.map(({ name, rows }) => ({
        text: name === null ? 'NULL' : quoted([name]),
        note: count(rows, 'row', 'rows'),
      })),
      actions,
    },
    {
      id: 'csms-without-details',
      severity: 'info',
      title: `Only the name is known of ${count(withoutDetails.length, 'active CSM', 'active CSMs')}`,
      detail:
        'They may receive accounts of any class, up to the policy’s capacity, as if they were experienced. Add their details on their page.',
      rows: withoutDetails.map((csm) => ({ csm })),
      actions,
    },
    {
      id: 'starts-later',
      severity: 'warning',
      title: `${count(startingLater.length, 'account starts', 'accounts start')} to need a CSM in the future`,
      detail: `The start counts as now, and once assigned, the account is not recommended again. ${isEmbedded ? correct : 'Ask the data team to correct the date.'}`,
      rows: startingLater.map(({ id, name, since }) => ({
        account: id,
        name,
        note: 'starts',
        at: since,
      })),
      actions,
    },
  ];
  return findings.filter(({ rows = [] }) => rows.length > 0);
}

/** Spellings with their unusual spaces made visible, so that they look different. */
function quoted(spellings: readonly string[]): string {
  const visible = (text: string) =>
    text.replace(/[^\S ]|[\u200B-\u200F\u2060\u00AD]|(?<= ) /g, '␣');
  return spellings.map((spelling) => `“${visible(spelling)}”`).join(', ');
}
