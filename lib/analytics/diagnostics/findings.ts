import { LOW_SCORE } from '@/lib/analytics/shared/company';
import { exclusionLabels } from '@/lib/engine/describe';
import { type Finding, pluralize, severities } from './finding';
import type { Diagnostics } from './get-diagnostics';
import { systemFindings } from './system-findings';

/** What the figures say stands out, the worst first; pure, and in the same order every time. */
export function diagnosticsFindings(diagnostics: Diagnostics): readonly Finding[] {
  const found = [
    ...supplyFindings(diagnostics),
    ...systemFindings(diagnostics),
    ...queueFindings(diagnostics),
  ];
  return severities.flatMap((severity) => found.filter((each) => each.severity === severity));
}

/** From this share of all that is pending on, low scores are more than a note. */
const MANY_LOW_SHARE = 0.25;

/** What stands out of the recommendations that wait for a decision. */
function queueFindings({ pending }: Diagnostics): Finding[] {
  const { rows, dayOld, barred, unneeded, low } = pending;
  const found: Finding[] = [];
  if (dayOld > 0) {
    found.push({
      id: 'day-old',
      severity: 'slows',
      what: `${pluralize(dayOld, 'recommendation has', 'recommendations have')} waited for more than a day, the longest since`,
      at: pending.oldestAt ?? undefined,
      why: 'Their figures may no longer hold, and nobody else is recommended for the account meanwhile.',
      steps: [{ label: 'Decide the oldest first', href: '/queue?flag=stale' }],
    });
  }
  if (barred > 0) {
    found.push({
      id: 'barred',
      severity: 'slows',
      what: `${pluralize(barred, 'pending recommendation is', 'pending recommendations are')} for a CSM who may not receive an account now`,
      why: 'Accepting one sets a rule aside; wait, override or reject.',
      steps: [
        {
          label: 'See them in the queue',
          href: '/queue?flag=not_active,away,cooling,at_capacity,velocity',
        },
      ],
    });
  }
  if (unneeded > 0) {
    found.push({
      id: 'unneeded',
      severity: 'slows',
      what: `${pluralize(unneeded, 'pending recommendation is', 'pending recommendations are')} for an account that does not need a CSM any longer`,
      why: 'Until it is rejected it keeps its CSM from other accounts.',
      steps: [{ label: 'See them in the queue', href: '/queue?flag=no_longer_needed' }],
    });
  }
  if (low > 0) {
    found.push({
      id: 'low-scores',
      severity: low >= MANY_LOW_SHARE * rows ? 'slows' : 'note',
      what: `${low.toLocaleString('en-US')} of ${pluralize(rows, 'pending recommendation', 'pending recommendations')} ${low === 1 ? 'scores' : 'score'} ${LOW_SCORE} or less`,
      why: 'The good fits were not available when these were made; the record of each names them.',
      steps: [{ label: 'See them in the queue', href: `/queue?max=${LOW_SCORE}&sort=score` }],
    });
  }
  return found;
}

const ONBOARDING_VIEW = 'DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL';
const ACTIVE_CSMS_TABLE = 'DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms';
const csmsStep = { label: 'See who may receive an account', href: '#csms' } as const;
const sqlCommand = (text: string) => `npm run sql -- "${text}"`;

/** What stands out of the accounts that need a CSM and of the CSMs who could take them. */
function supplyFindings(diagnostics: Diagnostics): Finding[] {
  return [...accountFindings(diagnostics), ...csmFindings(diagnostics)];
}

function accountFindings({ accounts }: Diagnostics): Finding[] {
  const { needing, routable, pending, assignedSince, guide } = accounts;
  const found: Finding[] = [];
  if (needing === 0) {
    found.push({
      id: 'nobody-needs',
      severity: 'note',
      what: 'No account needs a CSM',
      why: 'A run has nothing to place until the onboarding view marks an account as Needs CSM.',
      steps: [
        {
          label: 'See what the view says',
          command: sqlCommand(
            `SELECT success_transition_status_ob, COUNT(*) AS accounts FROM ${ONBOARDING_VIEW} GROUP BY success_transition_status_ob`,
          ),
        },
      ],
    });
  } else if (routable === 0) {
    found.push({
      id: 'none-routable',
      severity: 'note',
      what: `${pluralize(needing, 'account needs a CSM, and it', 'accounts need a CSM, and each of them')} is on its way to one`,
      why: `${pluralize(pending, 'has', 'have')} a recommendation that waits for a decision, ${pluralize(assignedSince, 'was', 'were')} assigned since; a run has nothing to place.`,
      steps: [{ label: 'Decide in the queue', href: '/queue' }],
    });
  }
  if (guide.unnamed > 0) {
    found.push({
      id: 'without-id',
      severity: 'slows',
      what: `${pluralize(guide.unnamed, 'row that needs', 'rows that need')} a CSM in the onboarding view ${guide.unnamed === 1 ? 'has' : 'have'} no account id`,
      why: 'Without an id nobody can be recommended; the data team’s count includes them.',
      steps: [
        {
          label: 'Show them to the data team',
          command: sqlCommand(
            `SELECT * FROM ${ONBOARDING_VIEW} WHERE success_transition_status_ob = 'Needs CSM' AND account_id_ob IS NULL`,
          ),
        },
      ],
    });
  }
  if (accounts.withoutClass > 0) {
    found.push({
      id: 'without-class',
      severity: 'slows',
      what: `${pluralize(accounts.withoutClass, 'account that waits has', 'accounts that wait have')} no segment or no level`,
      why: 'Only CSMs who take any class can receive such an account.',
      steps: [
        missingDataStep("account_segment IS NULL OR account_level IS NULL OR account_segment = ''"),
      ],
    });
  }
  if (accounts.withoutScore > 0) {
    found.push({
      id: 'without-score',
      severity: 'note',
      what: `${pluralize(accounts.withoutScore, 'account that waits lacks', 'accounts that wait lack')} neediness, health or revenue`,
      why: 'Each is routed with the median of all accounts for what is missing, and the recommendation says so.',
      steps: [
        missingDataStep('neediness_score IS NULL OR health_score IS NULL OR revenue IS NULL'),
      ],
    });
  }
  return found;
}

function missingDataStep(condition: string) {
  return {
    label: 'See which',
    command: sqlCommand(
      `SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_ACCOUNTS_V WHERE needs_csm AND (${condition})`,
    ),
  };
}

function csmFindings({ accounts, csms, maxPerRun }: Diagnostics): Finding[] {
  const { active, eligible, excluded, next, reserved, overCapacity } = csms;
  const waiting = accounts.routable;
  const found: Finding[] = [];
  const [most] = excluded;
  if (active === 0) {
    found.push({
      id: 'none-active',
      severity: 'stops',
      what: 'No CSM is active',
      why: 'Only CSMs of the active list receive accounts, so that a run can place nothing.',
      steps: [
        { label: 'See the active list', command: sqlCommand(`SELECT * FROM ${ACTIVE_CSMS_TABLE}`) },
        {
          label: 'Bring a list of your own',
          command: 'npm run import -- --accounts FILE --csms FILE',
        },
      ],
    });
  } else if (eligible === 0) {
    found.push({
      id: 'none-eligible',
      severity: waiting > 0 ? 'stops' : 'slows',
      what: next
        ? `None of ${pluralize(active, 'active CSM', 'active CSMs')} may receive an account now; ${next.name} may from`
        : `None of ${pluralize(active, 'active CSM', 'active CSMs')} may receive an account now`,
      at: next ? new Date(next.at) : undefined,
      why: `${waiting > 0 ? `${pluralize(waiting, 'account waits', 'accounts wait')} for one.` : 'A run would defer every account.'}${reservedSentence(reserved)}`,
      steps: [...decideSteps(reserved), csmsStep],
    });
  } else {
    if (waiting > eligible * maxPerRun) {
      found.push({
        id: 'too-few',
        severity: 'slows',
        what: `${pluralize(waiting, 'account waits', 'accounts wait')}, and a run places at most ${(eligible * maxPerRun).toLocaleString('en-US')} now`,
        why: `${pluralize(eligible, 'CSM', 'CSMs')} may receive an account, at most ${maxPerRun} each in a run; the others are deferred.${reservedSentence(reserved)}`,
        steps: [...decideSteps(reserved), csmsStep],
      });
    }
    if (most && most.csms.length > 1 && most.csms.length * 2 > active) {
      found.push({
        id: 'most-excluded',
        severity: 'slows',
        what: `${most.csms.length} of ${pluralize(active, 'active CSM', 'active CSMs')} are kept out by one reason: ${exclusionLabels[most.reason].toLowerCase()}`,
        why: `The good fits may be among them; recommendations made now score lower.${reservedSentence(reserved)}`,
        steps: [...decideSteps(reserved), csmsStep],
      });
    }
  }
  const [fullest] = overCapacity;
  if (fullest) {
    found.push({
      id: 'over-capacity',
      severity: 'slows',
      what: `${pluralize(overCapacity.length, 'active CSM owns', 'active CSMs own')} more accounts than they may`,
      why: `The fullest is ${fullest.name} with ${fullest.accounts} of ${fullest.capacity}. They receive nothing until their books shrink.`,
      steps: [{ label: 'Compare books and capacity', href: '/workload' }],
    });
  }
  return found;
}

function reservedSentence(reserved: number): string {
  return reserved === 0
    ? ''
    : ` ${pluralize(reserved, 'CSM waits', 'CSMs wait')} only until a recommendation of them is decided.`;
}

function decideSteps(reserved: number) {
  return reserved === 0 ? [] : [{ label: 'Decide in the queue', href: '/queue' }];
}
