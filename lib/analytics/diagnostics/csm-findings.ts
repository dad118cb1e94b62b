import { accountsToPlace } from '@/lib/accounts/labels';
import { unavailableLabels } from '@/lib/analytics/shared/availability';
import type { Finding, FindingAction, FindingNumbers } from './finding';
import type { Diagnostics } from './get-diagnostics';
import { csmDetails, missingDetailEffects } from './missing-csm-details';

const csmsAction = { label: 'Show who is available', href: '#csms' } as const;
const importAction = { label: 'Import a list', adminHref: '/import' } as const;

/** Findings about the CSMs: who is available, over capacity, or lacks a detail. */
export function csmFindings(diagnostics: Diagnostics, numbers: FindingNumbers): Finding[] {
  return [
    ...availabilityFindings(diagnostics, numbers),
    ...overCapacityFindings(diagnostics, numbers),
    ...missingDetailFindings(diagnostics, numbers),
  ];
}

function availabilityFindings(
  { accounts, csms, maxPerRun }: Diagnostics,
  numbers: FindingNumbers,
): Finding[] {
  const { number, count } = numbers;
  const { active, eligible, excluded, next, onlyReserved } = csms;
  const toPlace = accounts.routable;
  const findings: Finding[] = [];
  const [mostFrequent] = excluded;
  if (active === 0) {
    findings.push({
      id: 'none-active',
      severity: 'blocking',
      title: 'There are no active CSMs',
      detail: 'Only CSMs on the active list receive accounts, so a run cannot place any.',
      actions: [csmsAction, importAction],
    });
  } else if (eligible === 0) {
    const none = `None of ${count(active, 'active CSM', 'active CSMs')} is available now`;
    findings.push({
      id: 'none-eligible',
      severity: toPlace > 0 ? 'blocking' : 'warning',
      title: next ? `${none}; ${nextNames(next.csms, numbers)} from` : none,
      at: next ? new Date(next.at) : undefined,
      detail: `${toPlace > 0 ? `There ${toPlace === 1 ? 'is' : 'are'} ${count(toPlace, ...accountsToPlace)}.` : 'A run would defer every account.'}${reservedSentence(onlyReserved, numbers)}`,
      actions: [...decideActions(onlyReserved), csmsAction],
    });
  } else {
    if (toPlace > eligible * maxPerRun) {
      findings.push({
        id: 'too-few',
        severity: 'warning',
        title: `${count(toPlace, ...accountsToPlace)}, but a run can place at most ${number(eligible * maxPerRun)} now`,
        detail: `${count(eligible, 'CSM is', 'CSMs are')} available, and a run gives each at most ${number(maxPerRun)}. The other accounts are deferred.${reservedSentence(onlyReserved, numbers)}`,
        actions: [...decideActions(onlyReserved), csmsAction],
      });
    }
    if (mostFrequent && mostFrequent.csms.length > 1 && mostFrequent.csms.length * 2 > active) {
      findings.push({
        id: 'most-excluded',
        severity: 'warning',
        title: `${number(mostFrequent.csms.length)} of ${count(active, 'active CSM is', 'active CSMs are')} excluded for the same reason: ${unavailableLabels[mostFrequent.reason].toLowerCase()}`,
        detail: `The best matches may be among them, so current recommendations score lower.${reservedSentence(onlyReserved, numbers)}`,
        actions: [...decideActions(onlyReserved), csmsAction],
      });
    }
  }
  return findings;
}

function overCapacityFindings(
  { csms: { overCapacity } }: Diagnostics,
  { number, count }: FindingNumbers,
): Finding[] {
  const [fullest] = overCapacity;
  if (!fullest) return [];
  return [
    {
      id: 'over-capacity',
      severity: 'warning',
      title: `${count(overCapacity.length, 'active CSM is', 'active CSMs are')} over capacity`,
      detail: `${fullest.name} is furthest over, with ${number(fullest.accounts)} accounts, including pending recommendations, and a capacity of ${number(fullest.capacity)}. CSMs over capacity receive no accounts.`,
      rows: overCapacity.map(({ name, accounts, capacity }) => ({
        csm: name,
        note: `${number(accounts)} of ${number(capacity)} accounts`,
      })),
      actions: [{ label: 'Compare books and capacity', href: '/workload' }],
    },
  ];
}

function nextNames([first, ...others]: readonly string[], { count }: FindingNumbers): string {
  return others.length === 0
    ? `${first} is`
    : `${first} and ${count(others.length, 'other', 'others')} are`;
}

function reservedSentence(onlyReserved: number, { count }: FindingNumbers): string {
  return onlyReserved === 0
    ? ''
    : ` ${count(onlyReserved, 'CSM is', 'CSMs are')} excluded only by a pending recommendation.`;
}

function decideActions(onlyReserved: number) {
  return onlyReserved === 0 ? [] : [{ label: 'Decide in the queue', href: '/queue' }];
}

/** An unknown tenure changes recommendations. The others may be intended. */
const detailSeverity = { tenure: 'warning', manager: 'info', class: 'info' } as const;

/** One finding for each detail that active CSMs lack. */
function missingDetailFindings(
  { csms, warehouse }: Pick<Diagnostics, 'csms' | 'warehouse'>,
  { number, count }: FindingNumbers,
): Finding[] {
  return csmDetails.flatMap((detail): Finding[] => {
    const missing = csms.missing[detail].length;
    if (missing === 0) return [];
    return [
      {
        id: `csms-without-${detail}`,
        severity: detailSeverity[detail],
        title: `${number(missing)} of ${count(csms.active, 'active CSM', 'active CSMs')} ${missing === 1 ? 'has' : 'have'} no ${detail}`,
        detail: missingDetailEffects[detail],
        rows: csms.missing[detail].map((csm) => ({ csm })),
        actions: [
          editDetails,
          ...(warehouse.kind === 'duckdb'
            ? [importDetails]
            : detail === 'class'
              ? []
              : [findDetails]),
        ],
      },
    ];
  });
}

const editDetails: FindingAction = { label: 'Edit CSM details', href: '/csms' };
const importDetails: FindingAction = { ...importAction, label: 'Import details' };
const findDetails: FindingAction = {
  label: 'Look for it in the data team’s tables',
  command: 'npm run setup',
};
