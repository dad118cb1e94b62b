import type { Context } from '@/lib/server/context';
import { type ReviewIssue, sampleModel, unreviewedReasonLabels, type Verdict } from './types';

/** What each verdict is called, and what it advises in a sentence without a full stop. */
export const verdictLabels: Readonly<
  Record<Verdict, { readonly name: string; readonly advice: string }>
> = {
  approve: { name: 'Approve', advice: 'Claude sees nothing against this CSM' },
  caution: { name: 'Caution', advice: 'Claude would look twice before accepting' },
  reassign: { name: 'Reassign', advice: 'Claude would give the account to somebody else' },
};

/** What each issue is called. */
export const issueLabels: Readonly<Record<ReviewIssue, string>> = {
  workload: 'Workload',
  neediness: 'Neediness',
  experience: 'Experience',
  health_mix: 'Health mix',
  revenue: 'Revenue',
  recency: 'Received lately',
  concentration: 'Concentration',
};

/** The name of a model; the demo's samples say that they are samples. */
export function modelLabel(model: string | null): string {
  if (model === null) return 'Unknown model';
  return model === sampleModel ? 'Sample' : model;
}

/** Which model and prompt a review came from. */
export function reviewOrigin(model: string | null, promptVersion: number | null): string {
  if (model === sampleModel) return 'Sample: written for the demo, not by Claude';
  return `${modelLabel(model)}, prompt version ${promptVersion ?? 'unknown'}`;
}

/** Why nothing is reviewed, in words. */
export const disabledReasonLabels = {
  no_key: unreviewedReasonLabels.no_key,
  disabled: 'Review is off: the policy in force has it switched off.',
} as const;

/** Why nothing is reviewed. */
export type ReviewDisabledReason = keyof typeof disabledReasonLabels;

/** Why runs are not reviewed with these settings and this policy; null if they are. */
export function reviewDisabledReason(
  { claude }: Pick<Context, 'claude'>,
  { review }: { readonly review: { readonly enabled: boolean } },
): ReviewDisabledReason | null {
  if (claude?.ANTHROPIC_API_KEY === undefined) return 'no_key';
  return review.enabled ? null : 'disabled';
}

/** What is recorded of a review whose process has gone. */
export const interruptedFailure = {
  code: 'interrupted',
  message: unreviewedReasonLabels.interrupted,
} as const;
