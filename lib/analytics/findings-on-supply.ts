import { reasonLabels } from '@/lib/routing/describe';
import { counted, type Finding } from './finding';
import type { Diagnostics } from './get-diagnostics';

const onboarding = 'DSV_SHARE.PUBLIC.VW_ONBOARDING_DETAIL';
const activeList = 'DSV_WAREHOUSE.DATA_SCIENCE.resi_corp_active_csms';
const csmsPage = { label: 'See who may receive an account', href: '#csms' } as const;
const sqlOf = (text: string) => `npm run sql -- "${text}"`;

/** What stands out of the accounts that need a CSM and of the CSMs who could take them. */
export function findingsOnSupply(diagnostics: Diagnostics): Finding[] {
  return [...onAccounts(diagnostics), ...onCsms(diagnostics)];
}

function onAccounts({ accounts }: Diagnostics): Finding[] {
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
          command: sqlOf(
            `SELECT success_transition_status_ob, COUNT(*) AS accounts FROM ${onboarding} GROUP BY success_transition_status_ob`,
          ),
        },
      ],
    });
  } else if (routable === 0) {
    found.push({
      id: 'none-routable',
      severity: 'note',
      what: `${counted(needing, 'account needs a CSM, and it', 'accounts need a CSM, and each of them')} is on its way to one`,
      why: `${counted(pending, 'has', 'have')} a recommendation that waits for a decision, ${counted(assignedSince, 'was', 'were')} assigned since; a run has nothing to place.`,
      steps: [{ label: 'Decide in the queue', href: '/queue' }],
    });
  }
  if (guide.unnamed > 0) {
    found.push({
      id: 'without-id',
      severity: 'slows',
      what: `${counted(guide.unnamed, 'row that needs', 'rows that need')} a CSM in the onboarding view ${guide.unnamed === 1 ? 'has' : 'have'} no account id`,
      why: 'Without an id nobody can be recommended; the data team’s count includes them.',
      steps: [
        {
          label: 'Show them to the data team',
          command: sqlOf(
            `SELECT * FROM ${onboarding} WHERE success_transition_status_ob = 'Needs CSM' AND account_id_ob IS NULL`,
          ),
        },
      ],
    });
  }
  if (accounts.withoutClass > 0) {
    found.push({
      id: 'without-class',
      severity: 'slows',
      what: `${counted(accounts.withoutClass, 'account that waits has', 'accounts that wait have')} no segment or no level`,
      why: 'Only CSMs who take any class can receive such an account.',
      steps: [gaps("account_segment IS NULL OR account_level IS NULL OR account_segment = ''")],
    });
  }
  if (accounts.withoutScore > 0) {
    found.push({
      id: 'without-score',
      severity: 'note',
      what: `${counted(accounts.withoutScore, 'account that waits lacks', 'accounts that wait lack')} neediness, health or revenue`,
      why: 'Each is routed with the median of all accounts for what is missing, and the recommendation says so.',
      steps: [gaps('neediness_score IS NULL OR health_score IS NULL OR revenue IS NULL')],
    });
  }
  return found;
}

function gaps(condition: string) {
  return {
    label: 'See which',
    command: sqlOf(
      `SELECT * FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_ACCOUNTS_V WHERE needs_csm AND (${condition})`,
    ),
  };
}

function onCsms({ accounts, csms, maxPerRun }: Diagnostics): Finding[] {
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
        { label: 'See the active list', command: sqlOf(`SELECT * FROM ${activeList}`) },
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
        ? `None of ${counted(active, 'active CSM', 'active CSMs')} may receive an account now; ${next.name} may from`
        : `None of ${counted(active, 'active CSM', 'active CSMs')} may receive an account now`,
      at: next ? new Date(next.at) : undefined,
      why: `${waiting > 0 ? `${counted(waiting, 'account waits', 'accounts wait')} for one.` : 'A run would defer every account.'}${reservedWords(reserved)}`,
      steps: [...decide(reserved), csmsPage],
    });
  } else {
    if (waiting > eligible * maxPerRun) {
      found.push({
        id: 'too-few',
        severity: 'slows',
        what: `${counted(waiting, 'account waits', 'accounts wait')}, and a run places at most ${(eligible * maxPerRun).toLocaleString('en-US')} now`,
        why: `${counted(eligible, 'CSM', 'CSMs')} may receive an account, at most ${maxPerRun} each in a run; the others are deferred.${reservedWords(reserved)}`,
        steps: [...decide(reserved), csmsPage],
      });
    }
    if (most && most.csms.length > 1 && most.csms.length * 2 > active) {
      found.push({
        id: 'most-excluded',
        severity: 'slows',
        what: `${most.csms.length} of ${counted(active, 'active CSM', 'active CSMs')} are kept out by one reason: ${reasonLabels[most.reason].toLowerCase()}`,
        why: `The good fits may be among them; recommendations made now score lower.${reservedWords(reserved)}`,
        steps: [...decide(reserved), csmsPage],
      });
    }
  }
  const [fullest] = overCapacity;
  if (fullest) {
    found.push({
      id: 'over-capacity',
      severity: 'slows',
      what: `${counted(overCapacity.length, 'active CSM owns', 'active CSMs own')} more accounts than they may`,
      why: `The fullest is ${fullest.name} with ${fullest.accounts} of ${fullest.capacity}. They receive nothing until their books shrink.`,
      steps: [{ label: 'Compare books and capacity', href: '/workload' }],
    });
  }
  return found;
}

function reservedWords(reserved: number): string {
  return reserved === 0
    ? ''
    : ` ${counted(reserved, 'CSM waits', 'CSMs wait')} only until a recommendation of them is decided.`;
}

function decide(reserved: number) {
  return reserved === 0 ? [] : [{ label: 'Decide in the queue', href: '/queue' }];
}
