import { exclusionLabels } from '@/lib/engine/describe-exclusion';
import {
  type Finding,
  type FindingAction,
  type FindingNumbers,
  findingNumbers,
  severities,
} from './finding';
import type { Diagnostics } from './get-diagnostics';
import { type CsmDetail, csmDetails, missingDetailEffects } from './missing-csm-details';
import { queueFindings } from './queue-findings';
import { systemFindings } from './system-findings';

/**
 * Derives the findings from the figures, most severe first, in a stable order.
 * @param locale of the numbers in the texts (BCP 47)
 */
export function diagnosticsFindings(diagnostics: Diagnostics, locale: string): readonly Finding[] {
  const numbers = findingNumbers(locale);
  const findings = [
    ...accountFindings(diagnostics, numbers),
    ...csmFindings(diagnostics, numbers),
    ...missingDetailFindings(diagnostics, numbers),
    ...systemFindings(diagnostics, numbers),
    ...queueFindings(diagnostics, numbers),
  ];
  return severities.flatMap((severity) => findings.filter((each) => each.severity === severity));
}

const ONBOARDING_VIEW = 'DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL';
const ACTIVE_CSMS_TABLE = 'DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms';
const csmsAction = { label: 'Show who is available', href: '#csms' } as const;
const sqlCommand = (text: string) => `npm run sql -- "${text}"`;

function accountFindings({ accounts }: Diagnostics, { count }: FindingNumbers): Finding[] {
  const { needing, routable, pending, assignedSince, guide } = accounts;
  const findings: Finding[] = [];
  if (needing === 0) {
    findings.push({
      id: 'no-accounts',
      severity: 'info',
      title: 'No accounts need a CSM',
      detail: 'A run has nothing to place until the onboarding view marks an account as Needs CSM.',
      actions: [
        {
          label: 'Count the accounts by status',
          command: sqlCommand(
            `SELECT success_transition_status_ob, COUNT(*) AS accounts FROM ${ONBOARDING_VIEW} GROUP BY success_transition_status_ob`,
          ),
        },
      ],
    });
  } else if (routable === 0) {
    findings.push({
      id: 'none-routable',
      severity: 'info',
      title: `${count(needing, 'account needs a CSM, and it is', 'accounts need a CSM, and all of them are')} already in progress`,
      detail: `${count(pending, 'has', 'have')} a pending recommendation, and ${count(assignedSince, 'has', 'have')} been assigned since. A run has nothing to place.`,
      actions: [{ label: 'Decide in the queue', href: '/queue' }],
    });
  }
  if (guide.withoutId > 0) {
    findings.push({
      id: 'without-id',
      severity: 'warning',
      title: `${count(guide.withoutId, 'row', 'rows')} in the onboarding view ${guide.withoutId === 1 ? 'needs a CSM but has' : 'need a CSM but have'} no account id`,
      detail:
        'Without an id, no CSM can be recommended. The data team’s count includes these rows.',
      actions: [
        {
          label: 'Show the rows to the data team',
          command: sqlCommand(
            `SELECT * FROM ${ONBOARDING_VIEW} WHERE success_transition_status_ob = 'Needs CSM' AND account_id_ob IS NULL`,
          ),
        },
      ],
    });
  }
  if (accounts.withoutClass > 0) {
    findings.push({
      id: 'without-class',
      severity: 'warning',
      title: `${count(accounts.withoutClass, 'account to place has', 'accounts to place have')} no segment or level`,
      detail: 'Only CSMs who take any class can receive such an account.',
      actions: [
        missingDataAction(
          "account_segment IS NULL OR account_level IS NULL OR account_segment = ''",
        ),
      ],
    });
  }
  if (accounts.withoutScore > 0) {
    findings.push({
      id: 'without-score',
      severity: 'info',
      title: `${count(accounts.withoutScore, 'account to place is', 'accounts to place are')} missing neediness, health, or revenue`,
      detail:
        'A missing value is replaced by the median of all accounts, and the recommendation says so.',
      actions: [
        missingDataAction('neediness_score IS NULL OR health_score IS NULL OR revenue IS NULL'),
      ],
    });
  }
  return findings;
}

function missingDataAction(condition: string) {
  return {
    label: 'List the accounts',
    command: sqlCommand(
      `SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_ACCOUNTS_V WHERE needs_csm AND (${condition})`,
    ),
  };
}

function csmFindings(
  { accounts, csms, maxPerRun }: Diagnostics,
  numbers: FindingNumbers,
): Finding[] {
  const { number, count } = numbers;
  const { active, eligible, excluded, next, onlyReserved, overCapacity } = csms;
  const toPlace = accounts.routable;
  const findings: Finding[] = [];
  const [mostFrequent] = excluded;
  if (active === 0) {
    findings.push({
      id: 'none-active',
      severity: 'blocking',
      title: 'There are no active CSMs',
      detail: 'Only CSMs on the active list receive accounts, so a run cannot place any.',
      actions: [
        {
          label: 'Show the active list',
          command: sqlCommand(`SELECT * FROM ${ACTIVE_CSMS_TABLE}`),
        },
        {
          label: 'Import your own list',
          command: 'npm run import -- --accounts FILE --csms FILE',
        },
      ],
    });
  } else if (eligible === 0) {
    const none = `None of ${count(active, 'active CSM', 'active CSMs')} is available now`;
    findings.push({
      id: 'none-eligible',
      severity: toPlace > 0 ? 'blocking' : 'warning',
      title: next ? `${none}; ${next.name} is from` : none,
      at: next ? new Date(next.at) : undefined,
      detail: `${toPlace > 0 ? `${count(toPlace, 'account needs', 'accounts need')} a CSM.` : 'A run would defer every account.'}${reservedSentence(onlyReserved, numbers)}`,
      actions: [...decideActions(onlyReserved), csmsAction],
    });
  } else {
    if (toPlace > eligible * maxPerRun) {
      findings.push({
        id: 'too-few',
        severity: 'warning',
        title: `${count(toPlace, 'account needs', 'accounts need')} a CSM, but a run can place at most ${number(eligible * maxPerRun)} now`,
        detail: `${count(eligible, 'CSM is', 'CSMs are')} available, and a run gives each at most ${number(maxPerRun)}. The other accounts are deferred.${reservedSentence(onlyReserved, numbers)}`,
        actions: [...decideActions(onlyReserved), csmsAction],
      });
    }
    if (mostFrequent && mostFrequent.csms.length > 1 && mostFrequent.csms.length * 2 > active) {
      findings.push({
        id: 'most-excluded',
        severity: 'warning',
        title: `${number(mostFrequent.csms.length)} of ${count(active, 'active CSM is', 'active CSMs are')} excluded for the same reason: ${exclusionLabels[mostFrequent.reason].toLowerCase()}`,
        detail: `The best matches may be among them, so current recommendations score lower.${reservedSentence(onlyReserved, numbers)}`,
        actions: [...decideActions(onlyReserved), csmsAction],
      });
    }
  }
  const [fullest] = overCapacity;
  if (fullest) {
    findings.push({
      id: 'over-capacity',
      severity: 'warning',
      title: `${count(overCapacity.length, 'active CSM is', 'active CSMs are')} over capacity`,
      detail: `${fullest.name} is furthest over, with ${number(fullest.accounts)} accounts, including pending recommendations, and a capacity of ${number(fullest.capacity)}. CSMs over capacity receive no accounts.`,
      actions: [{ label: 'Compare books and capacity', href: '/workload' }],
    });
  }
  return findings;
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
        actions: [{ label: 'Show who', href: '#csms' }, ...addDetails(warehouse.kind, detail)],
      },
    ];
  });
}

/** How to add a detail: from the data team's tables, or from a file. */
function addDetails(
  kind: Diagnostics['warehouse']['kind'],
  detail: CsmDetail,
): readonly FindingAction[] {
  if (kind === 'duckdb') {
    return [{ label: 'Import details', command: 'npm run import -- --accounts FILE --csms FILE' }];
  }
  return detail === 'class'
    ? [
        {
          label: 'Show the table to add it to',
          command:
            'npm run sql -- "SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_CSM_DETAILS"',
        },
      ]
    : [{ label: 'Look for it in the data team’s tables', command: 'npm run setup' }];
}
