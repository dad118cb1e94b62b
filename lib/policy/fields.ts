import { capacity, type FieldSpec, number } from './field-spec';

/**
 * The settings by their path in the policy, in groups and in the order of the page. Their ranges are in
 * `policySchema`.
 */
export const fieldGroups = [
  {
    id: 'balance',
    title: 'What a run balances',
    description:
      'A run minimizes the sum of these costs. Amounts are divided by the average account, so one cost unit is the square of one average account.',
    fields: {
      'weights.accounts': number(
        'Weight of accounts',
        'cost',
        'A higher weight spreads the number of accounts more evenly over capacity.',
      ),
      'weights.neediness': number(
        'Weight of neediness',
        'cost',
        'A higher weight spreads neediness more evenly over capacity.',
      ),
      'weights.revenue': number(
        'Weight of revenue',
        'cost',
        'A higher weight spreads revenue more evenly over capacity.',
      ),
      'weights.red': number(
        'Weight of red accounts',
        'cost',
        'A higher weight spreads red accounts more evenly over the CSMs with the tenure for them.',
      ),
      'weights.experience': number(
        'Weight of experience',
        'cost',
        'What it costs to give a red or high-need account to a CSM without any of the desired tenure. A higher weight puts experience before balance.',
      ),
      'weights.recency': number(
        'Weight of recent accounts',
        'cost',
        'What each account that the CSM just received adds; it halves every 24 hours. A higher weight spreads accounts over more CSMs.',
      ),
    },
  },
  {
    id: 'waiting',
    title: 'Which accounts come first',
    description:
      'These decide which accounts a run leaves out when it cannot place all of them. They never change a score.',
    fields: {
      'weights.waiting': number(
        'Weight of waiting',
        'cost',
        'What it costs to leave an account unplaced, for each day it has waited. A higher weight prefers accounts that have waited longer over accounts that fit better.',
      ),
      'waiting.urgentFactor': number(
        'Urgency of red and high-need accounts',
        'times',
        'How much more a day of waiting costs for these accounts. 1 treats all accounts alike.',
      ),
      'waiting.overdueDays': number(
        'Overdue after',
        'days',
        'An account that has waited longer is placed before all others.',
      ),
    },
  },
  {
    id: 'score',
    title: 'The score',
    description:
      'How a recommendation is rated from 0 to 100. This does not change who is recommended.',
    fields: {
      scoreScale: number(
        'Scale of the score',
        'cost',
        'A CSM who costs this much more than the best one scores 37. A higher scale gives higher scores.',
      ),
      scoreWithinHours: number(
        'CSMs within reach',
        'hours',
        'The score compares with the CSMs of the class who can receive the account now, or are known to be able to within this time.',
        'Every active CSM of the class',
      ),
    },
  },
  {
    id: 'limits',
    title: 'Who may receive an account',
    description: 'A CSM who is at one of these limits receives no account until it ends.',
    fields: {
      maxPerRun: number(
        'Accounts per CSM and run',
        'accounts',
        'How many accounts one run gives to a CSM. Above 1, a run can empty a backlog faster than the cooling period allows.',
      ),
      coolingHours: number(
        'Cooling period',
        'hours',
        'How long a CSM receives no other account after receiving one.',
      ),
      pendingReserves: {
        kind: 'switch',
        label: 'Pending recommendations reserve their CSM',
        effect:
          'If on, runs count a pending recommendation as if it were accepted: in the CSM’s book, capacity, limits, and cooling period.',
      },
      'velocity.perWeek': number(
        'Weekly limit',
        'accounts',
        'How many accounts a CSM receives in 7 days.',
      ),
      'ramp.highNeedPerWeek': number(
        'Weekly limit of high-need accounts',
        'accounts',
        'How many high-need accounts a CSM receives in 7 days, such as after a leave, when the book is small.',
      ),
      'velocity.newCsmTenureMonths': number(
        'New CSMs have less than',
        'months',
        'CSMs with less tenure also have the daily limit below.',
      ),
      'velocity.newCsmPerDay': number(
        'Daily limit of new CSMs',
        'accounts',
        'How many accounts a new CSM receives in 24 hours.',
      ),
      rejectedDays: number(
        'Rejections count for',
        'days',
        'How long a CSM who was rejected for an account is not recommended for it again.',
      ),
    },
  },
  {
    id: 'capacity',
    title: 'Capacity',
    description:
      'How large a book may be, by the class of the account to receive. A CSM’s own capacity takes precedence. Shares of the work are in proportion to capacity.',
    fields: {
      'capacity.residentialCorporate': capacity('Residential · Corporate'),
      'capacity.commercialCorporate': capacity('Commercial · Corporate'),
      'capacity.commercialEnterprise': capacity('Commercial · Enterprise'),
      'capacity.residentialEnterprise': capacity('Residential · Enterprise'),
      'capacity.otherwise': capacity('Other classes'),
    },
  },
  {
    id: 'thresholds',
    title: 'Which accounts are demanding',
    description:
      'What counts as red and high-need, and the tenure that such an account should get.',
    fields: {
      'health.redBelow': number(
        'Red below',
        'points',
        'Health under this is red, unless the source has a color.',
      ),
      'health.yellowBelow': number(
        'Yellow below',
        'points',
        'Health under this is yellow, and green from it. At least as high as the limit for red.',
      ),
      'neediness.needyFrom': number(
        'High-need from',
        'points',
        'Accounts with at least this neediness are high-need.',
      ),
      'experience.redMonths': number(
        'Tenure for red accounts',
        'months',
        'A CSM with less tenure costs the weight of experience, in proportion to what is missing.',
      ),
      'experience.needyMonths': number(
        'Tenure for high-need accounts',
        'months',
        'A CSM with less tenure costs the weight of experience, in proportion to what is missing.',
      ),
    },
  },
  {
    id: 'pending',
    title: 'Pending recommendations',
    description: 'Nothing is ever decided automatically.',
    fields: {
      overdueAfterHours: number(
        'Recommendations are overdue after',
        'hours',
        'A recommendation that has been pending longer is marked as overdue.',
      ),
    },
  },
  {
    id: 'scope',
    title: 'What the program routes',
    description: 'Accounts outside the scope count as neither pending nor waiting anywhere.',
    fields: {
      'scope.classes': {
        kind: 'classes',
        label: 'Classes',
        none: 'All classes',
        effect: 'Only accounts of these classes are routed.',
      },
      'scope.statuses': {
        kind: 'statuses',
        label: 'Onboarding statuses',
        none: 'All statuses',
        effect:
          'Only accounts with one of these onboarding statuses are routed, of those that need a CSM.',
      },
    },
  },
  {
    id: 'review',
    title: 'Review by Claude',
    description: 'Applies if a key for Claude is configured.',
    fields: {
      'review.enabled': {
        kind: 'switch',
        label: 'Review recommendations',
        effect: 'If off, runs are not reviewed and nothing is sent to Claude.',
      },
      'review.monthlyTokens': number(
        'Tokens per month',
        'tokens',
        'No review starts once this calendar month (UTC) has used this many tokens of all kinds.',
        'No limit',
      ),
      'review.blindShare': {
        kind: 'share',
        label: 'Hidden reviews',
        effect:
          'The share of reviews that stay hidden until the decision, to measure how often managers agree without seeing them.',
      },
      'review.deadlineSeconds': number(
        'Review deadline',
        'seconds',
        'How long the review of a run may take.',
      ),
    },
  },
] as const satisfies readonly {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
}[];

type KeysOfEach<Fields> = Fields extends unknown ? keyof Fields : never;

/** Where a setting is in the policy, such as `weights.accounts`. */
export type FieldPath = KeysOfEach<(typeof fieldGroups)[number]['fields']>;

/** All settings by path, in the order of the page. */
export const policyFields: ReadonlyMap<FieldPath, FieldSpec> = new Map(
  fieldGroups.flatMap(({ fields }) => Object.entries(fields) as [FieldPath, FieldSpec][]),
);
