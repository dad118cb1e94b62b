import type { OverrideReason, RejectReason } from '@/lib/decisions/labels';

/** How often managers give each reason. Claude's suggestions and rule warnings come on top. */
export const overrideWeights: readonly (readonly [OverrideReason, number])[] = [
  ['knows_account', 30],
  ['expertise', 22],
  ['workload', 18],
  ['customer_request', 14],
  ['language_or_region', 11],
  ['other', 5],
];

export const rejectWeights: readonly (readonly [RejectReason, number])[] = [
  ['wrong_fit', 34],
  ['workload', 20],
  ['wrong_data', 14],
  ['not_ready', 13],
  ['no_longer_needed', 8],
  ['handled_elsewhere', 7],
  ['other', 4],
];

/** Rejections after which the account no longer needs a CSM. */
export const endingReasons: readonly string[] = [
  'not_ready',
  'no_longer_needed',
  'handled_elsewhere',
] satisfies RejectReason[];

/** Notes that managers write next to a reason. */
export const noteTemplates: Readonly<
  Record<'override' | 'reject', Record<string, readonly string[]>>
> = {
  override: {
    knows_account: [
      'Handled their onboarding last year.',
      'Same owner as another account in this book; keep them together.',
      'Already in touch with the office manager there.',
    ],
    expertise: [
      'Knows dispatch for multi-branch shops best.',
      'They are moving to service agreements and need someone who has done that.',
      'Payroll integration is the main issue here.',
    ],
    workload: ['Two renewals this week already.', 'Covering for a teammate until month end.'],
    customer_request: ['The owner asked for her by name.', 'Requested on the kickoff call.'],
    language_or_region: ['Prefers calls in Spanish.', 'Mountain time; needs someone out west.'],
    recommendation_flagged: ['Just took another account.', 'Flagged, so I took the next best.'],
    model_suggestion: ['Agree with the review.', 'More experience with accounts like this one.'],
    other: ['Agreed with both of them on Slack.', 'Pairs with the parent company’s account.'],
  },
  reject: {
    wrong_fit: ['Tried this pairing before and it did not go well.', 'Too complex for this book.'],
    workload: ['Please wait until next week.', 'Has three launches open.'],
    wrong_data: ['Revenue looks ten times too high.', 'This is an enterprise account by now.'],
    not_ready: ['Go-live moved to next month.', 'Contract is not countersigned yet.'],
    no_longer_needed: ['Moved to tech touch at their own request.'],
    handled_elsewhere: ['The partner team has this one.'],
    other: ['Waiting for the merger with their sister company.'],
  },
};
