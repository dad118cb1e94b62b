import { accountsToPlace } from '@/lib/accounts/labels';
import { nameKey } from '@/lib/names';
import { accountClassLabel } from '@/lib/runs/labels';
import type { BlockedReason } from './blocked-accounts';
import type { Finding, FindingNumbers, FindingRow } from './finding';
import type { Diagnostics } from './get-diagnostics';
import type { RoutableAccountRow } from './needing-accounts';

/** Findings about the accounts that need a CSM. */
export function accountFindings({ accounts, csms }: Diagnostics, numbers: FindingNumbers) {
  return [
    ...nothingToPlace(accounts, numbers),
    ...(csms.active > 0 ? blockedFindings(accounts, numbers) : []),
    ...withoutIdFindings(accounts, numbers),
    ...incompleteFindings(accounts, numbers),
  ];
}

type Accounts = Diagnostics['accounts'];

function nothingToPlace(accounts: Accounts, { number, count }: FindingNumbers): Finding[] {
  const { needing, routable, pending, assignedSince, statuses } = accounts;
  if (needing === 0) {
    return [
      {
        id: 'no-accounts',
        severity: 'info',
        title: 'No accounts need a CSM',
        detail:
          'A run has nothing to place until the onboarding view marks an account as Needs CSM.',
        rows: statuses.map(({ status, rows }) => ({
          text: status ?? 'No status',
          note: number(rows),
        })),
        actions: [],
      },
    ];
  }
  if (routable > 0) return [];
  return [
    {
      id: 'none-routable',
      severity: 'info',
      title: `${count(needing, 'account needs a CSM, and it is', 'accounts need a CSM, and all of them are')} already in progress`,
      detail: `${count(pending, 'has', 'have')} a recommendation, pending or snoozed, and ${count(assignedSince, 'has', 'have')} been assigned since. A run has nothing to place.`,
      actions: [{ label: 'Decide in the queue', href: '/queue' }],
    },
  ];
}

const blockedNotes: Readonly<Record<BlockedReason, string>> = {
  segment_mismatch: 'no active CSM takes this class',
  at_capacity: 'every CSM who takes this class is at capacity',
};

function blockedFindings({ blocked }: Accounts, { count }: FindingNumbers): Finding[] {
  if (blocked.length === 0) return [];
  return [
    {
      id: 'blocked-accounts',
      severity: 'warning',
      title: `No active CSM can take ${count(blocked.length, ...accountsToPlace)}`,
      detail:
        'Waiting does not help them: a run defers them each time, until a CSM takes their class or has room. They use up no places of a run.',
      rows: blocked.map(({ account, reason }) =>
        accountRow(account, `${accountClassLabel(account)}: ${blockedNotes[reason]}`),
      ),
      actions: [{ label: 'Show who is available', href: '#csms' }],
    },
  ];
}

function withoutIdFindings({ guide }: Accounts, { count }: FindingNumbers): Finding[] {
  if (guide.withoutId === 0) return [];
  return [
    {
      id: 'without-id',
      severity: 'warning',
      title: `${count(guide.withoutId, 'row', 'rows')} in the onboarding view ${guide.withoutId === 1 ? 'needs a CSM but has' : 'need a CSM but have'} no account id`,
      detail:
        'Without an id, no CSM can be recommended. The data team’s count includes these rows. Ask the data team to add the ids.',
      actions: [],
    },
  ];
}

function incompleteFindings({ toPlace }: Accounts, { count }: FindingNumbers): Finding[] {
  const findings: Finding[] = [];
  const withoutClass = toPlace.filter((account) => missingClass(account).length > 0);
  if (withoutClass.length > 0) {
    findings.push({
      id: 'without-class',
      severity: 'warning',
      title: `${count(withoutClass.length, 'account to place has', 'accounts to place have')} no segment or level`,
      detail: 'Only CSMs who take any class can receive such an account.',
      rows: withoutClass.map((account) => accountRow(account, missing(missingClass(account)))),
      actions: [],
    });
  }
  const withoutScore = toPlace.filter((account) => missingScores(account).length > 0);
  if (withoutScore.length > 0) {
    findings.push({
      id: 'without-score',
      severity: 'info',
      title: `${count(withoutScore.length, 'account to place is', 'accounts to place are')} missing neediness, health, or revenue`,
      detail:
        'A missing value is replaced by the median of all accounts, and the recommendation says so.',
      rows: withoutScore.map((account) => accountRow(account, missing(missingScores(account)))),
      actions: [],
    });
  }
  return findings;
}

const missingClass = (account: RoutableAccountRow) =>
  (['segment', 'level'] as const).filter((part) => nameKey(account[part]) === null);
const missingScores = (account: RoutableAccountRow) =>
  (['neediness', 'health', 'revenue'] as const).filter((score) => account[score] === null);

const missing = (names: readonly string[]) => `no ${names.join(', no ')}`;

function accountRow({ id, name }: RoutableAccountRow, note: string): FindingRow {
  return { account: id, name, note };
}
