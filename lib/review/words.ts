import type { ReviewIssue, Verdict } from './types';

/** What each verdict is called, and what it advises in a sentence without a full stop. */
export const verdictWords: Readonly<
  Record<Verdict, { readonly name: string; readonly advice: string }>
> = {
  approve: { name: 'Approve', advice: 'Claude sees nothing against this CSM' },
  caution: { name: 'Caution', advice: 'Claude would look twice before accepting' },
  reassign: { name: 'Reassign', advice: 'Claude would give the account to somebody else' },
};

/** What each issue is called. */
export const issueWords: Readonly<Record<ReviewIssue, string>> = {
  workload: 'Workload',
  neediness: 'Neediness',
  experience: 'Experience',
  health_mix: 'Health mix',
  revenue: 'Revenue',
  recency: 'Received lately',
  concentration: 'Concentration',
};
