import type { OverrideReason, RejectReason } from '@/lib/decisions/labels';
import { decide, flagsOf, type ManagerAction } from './actions';
import type { Company, DemoCsm, DemoPerson, DemoRecommendation } from './company';

/** Flags that a manager of the demo company looks past. */
const harmless: readonly string[] = ['stale'];

/**
 * Decides as a manager would: mostly accepts, less so where the score is low, and never against a
 * flag. Answers what was done, null when a CSM is cooling and the manager waits instead.
 */
export function judge(
  company: Company,
  recommendation: DemoRecommendation,
  by: DemoPerson,
  at: number,
): ManagerAction | null {
  const { random } = company;
  const doubt = recommendation.score < 20 ? 0.09 : 0;
  const against = seriousFlags(recommendation, recommendation.csm, at);
  if (against.length > 0) {
    const passing = against.every((flag) => flag === 'cooling' || flag === 'velocity');
    if (passing && random.chance(0.6)) return null;
    return (
      override(company, recommendation, by, at, 'recommendation_flagged') ??
      reject(company, recommendation, by, at)
    );
  }
  const mood = random.next();
  if (mood < 0.055 + doubt / 3) return reject(company, recommendation, by, at);
  if (mood < 0.155 + doubt) {
    const deed = override(
      company,
      recommendation,
      by,
      at,
      random.weighted(overrideWeights, ([, weight]) => weight)[0],
    );
    if (deed) return deed;
  }
  return done(company, recommendation, {
    verb: 'accept',
    csm: recommendation.csm,
    reason: null,
    note: null,
    by,
    at,
  });
}

/** Gives the account to another CSM against whom nothing speaks; null when there is none. */
export function override(
  company: Company,
  recommendation: DemoRecommendation,
  by: DemoPerson,
  at: number,
  reason: string,
  towards: (csm: DemoCsm) => boolean = (csm) => csm.pending.size === 0,
): ManagerAction | null {
  const { random } = company;
  const best = recommendation.explanation?.alternatives.map(({ csm }) => csm) ?? [];
  const free = company.csms.filter(
    (csm) =>
      csm !== recommendation.csm &&
      towards(csm) &&
      seriousFlags(recommendation, csm, at).length === 0,
  );
  if (free.length === 0) return null;
  const csm = random.weighted(free, ({ name }) => (best.includes(name) ? 5 : 1));
  const note =
    reason === 'other' || random.chance(0.3) ? random.pick(overrideNotes[reason] ?? []) : null;
  return done(company, recommendation, { verb: 'override', csm, reason, note, by, at });
}

/** Declines the recommendation; the account goes on waiting unless the reason says otherwise. */
export function reject(
  company: Company,
  recommendation: DemoRecommendation,
  by: DemoPerson,
  at: number,
  reason: string = company.random.weighted(rejectWeights, ([, weight]) => weight)[0],
): ManagerAction {
  const { random } = company;
  const note =
    reason === 'other' || random.chance(0.35) ? random.pick(rejectNotes[reason] ?? []) : null;
  return done(company, recommendation, { verb: 'reject', csm: null, reason, note, by, at });
}

function done(
  company: Company,
  recommendation: DemoRecommendation,
  deed: ManagerAction,
): ManagerAction {
  decide(company, recommendation, deed);
  return deed;
}

function seriousFlags(recommendation: DemoRecommendation, csm: DemoCsm, at: number) {
  return flagsOf(recommendation, csm, at).filter((flag) => !harmless.includes(flag));
}

/** How often managers of the demo company give each reason; a flag is a reason of its own. */
const overrideWeights: readonly (readonly [OverrideReason, number])[] = [
  ['knows_account', 30],
  ['expertise', 22],
  ['workload', 18],
  ['customer_request', 14],
  ['language_or_region', 11],
  ['other', 5],
];

const rejectWeights: readonly (readonly [RejectReason, number])[] = [
  ['wrong_fit', 34],
  ['workload', 20],
  ['wrong_data', 14],
  ['not_ready', 13],
  ['no_longer_needed', 8],
  ['handled_elsewhere', 7],
  ['other', 4],
];

/** Rejections after which the account no longer waits for a CSM. */
export const endingReasons: readonly string[] = [
  'not_ready',
  'no_longer_needed',
  'handled_elsewhere',
] satisfies RejectReason[];

/** What managers write beside a reason. */
const overrideNotes: Readonly<Record<string, readonly string[]>> = {
  knows_account: [
    'Handled their onboarding last year.',
    'Same owner as another account on this book; keep them together.',
    'Already in touch with the office manager there.',
  ],
  expertise: [
    'Knows dispatch for multi-branch shops best.',
    'They are moving to service agreements; needs somebody who has done that.',
    'Payroll integration is the issue here.',
  ],
  workload: ['Two renewals this week already.', 'Covering for a colleague until month end.'],
  customer_request: ['The owner asked for her by name.', 'Requested on the kickoff call.'],
  language_or_region: ['Prefers calls in Spanish.', 'Mountain time; needs somebody out west.'],
  recommendation_flagged: ['Just took another account.', 'Flagged, so I took the next best.'],
  other: ['Agreed with both of them on Slack.', 'Pairs with the parent company’s account.'],
};

const rejectNotes: Readonly<Record<string, readonly string[]>> = {
  wrong_fit: ['Tried this pairing before, it did not go well.', 'Too complex for this book.'],
  workload: ['Please wait until next week.', 'Has three launches open.'],
  wrong_data: ['Revenue looks ten times too high.', 'This is an enterprise account by now.'],
  not_ready: ['Go-live moved to next month.', 'Contract is not countersigned yet.'],
  no_longer_needed: ['Moved to tech touch on their own wish.'],
  handled_elsewhere: ['The partner team has this one.'],
  other: ['Waiting for the merger with their sister company.'],
};
