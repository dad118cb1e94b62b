import type { Context } from '@/lib/server/context';
import { type ReviewIssue, sampleModel, unreviewedReasonLabels, type Verdict } from './types';

/** Each verdict's name, and what it means in a sentence without a period. */
export const verdictLabels: Readonly<
  Record<Verdict, { readonly name: string; readonly advice: string }>
> = {
  approve: { name: 'Approve', advice: 'Claude has no concerns about this CSM' },
  caution: { name: 'Caution', advice: 'Claude recommends a closer look before you accept' },
  reassign: { name: 'Reassign', advice: 'Claude would assign the account to a different CSM' },
};

/** Each issue's name. */
export const issueLabels: Readonly<Record<ReviewIssue, string>> = {
  workload: 'Workload',
  neediness: 'Neediness',
  experience: 'Experience',
  health_mix: 'Health mix',
  revenue: 'Revenue',
  recency: 'Recent assignments',
  concentration: 'Concentration',
  availability: 'Availability',
};

/** A model's name. The demo's samples are labeled as samples. */
export function modelLabel(model: string | null): string {
  if (model === null) return 'Unknown model';
  return model === sampleModel ? 'Sample' : model;
}

/** The model and prompt version of a review. */
export function reviewOrigin(model: string | null, promptVersion: number | null): string {
  if (model === sampleModel) return 'Sample: written for the demo, not by Claude';
  return `${modelLabel(model)}, prompt version ${promptVersion ?? 'unknown'}`;
}

/** Why review is off, as shown to people. */
export const disabledReasonLabels = {
  no_key: unreviewedReasonLabels.no_key,
  disabled: 'Review is off: the current policy has it turned off.',
} as const;

/** Why review is off. */
export type ReviewDisabledReason = keyof typeof disabledReasonLabels;

/** Why runs are not reviewed with these settings and this policy; null if they are. */
export function reviewDisabledReason(
  { claude }: Pick<Context, 'claude'>,
  { review }: { readonly review: { readonly enabled: boolean } },
): ReviewDisabledReason | null {
  if (claude?.ANTHROPIC_API_KEY === undefined) return 'no_key';
  return review.enabled ? null : 'disabled';
}

/** The failure recorded for a review whose process ended. */
export const interruptedFailure = {
  code: 'interrupted',
  message: unreviewedReasonLabels.interrupted,
} as const;
