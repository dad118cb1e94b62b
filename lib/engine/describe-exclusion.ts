import type { ExclusionReason } from './types';

/** Short labels of the exclusion reasons. */
export const exclusionLabels: Readonly<Record<ExclusionReason, string>> = {
  not_active: 'Not active',
  away: 'Away',
  cooling: 'Cooling',
  at_capacity: 'At capacity',
  segment_mismatch: 'Different segment or level',
  max_per_run: 'Received another account in this run',
  velocity: 'At the limit for recent assignments',
  rejected_before: 'Rejected before',
};
