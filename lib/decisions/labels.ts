import type { Flag } from '@/lib/warehouse/sql/rule-warnings';

/** Why a manager overrode a recommendation. */
export const overrideReasons = {
  knows_account: 'Another CSM knows this account',
  workload: 'The recommended CSM has too much to do',
  expertise: 'Another CSM fits its industry or product better',
  customer_request: 'The customer asked for somebody',
  language_or_region: 'Language or region',
  model_suggestion: 'Claude suggested this CSM',
  recommendation_flagged: 'Something speaks against the recommended CSM',
  other: 'Another reason, in the note',
} as const;
export type OverrideReason = keyof typeof overrideReasons;

/** Why a manager rejected a recommendation without naming another CSM. */
export const rejectReasons = {
  wrong_fit: 'The CSM does not fit this account',
  workload: 'The CSM has too much to do',
  not_ready: 'The account is not ready for a CSM',
  no_longer_needed: 'The account no longer needs a CSM',
  wrong_data: 'The scores or the class of the account are wrong',
  handled_elsewhere: 'It is being handled elsewhere',
  other: 'Another reason, in the note',
} as const;
export type RejectReason = keyof typeof rejectReasons;

/** The words of a stored reason code; the code itself where a later version wrote it. */
export function decisionReasonLabel(code: string): string {
  return overrideReasons[code as OverrideReason] ?? rejectReasons[code as RejectReason] ?? code;
}

/** What a flag is called, in full and where there is little room, and the rule it stands for. */
export interface FlagLabel {
  readonly name: string;
  readonly short: string;
  readonly rule: string;
}

/** The words of each flag. */
export const flagLabels: Readonly<Record<Flag, FlagLabel>> = {
  not_active: {
    name: 'No longer active',
    short: 'Inactive',
    rule: 'Only active CSMs receive accounts.',
  },
  away: { name: 'Away', short: 'Away', rule: 'A CSM who is away receives no accounts.' },
  cooling: {
    name: 'Cooling',
    short: 'Cooling',
    rule: 'A CSM who just received an account waits for the cooling period.',
  },
  at_capacity: {
    name: 'At capacity',
    short: 'Full',
    rule: 'A CSM’s book stays within its capacity.',
  },
  segment_mismatch: {
    name: 'Other segment',
    short: 'Segment',
    rule: 'A CSM receives accounts of their segment and level.',
  },
  velocity: {
    name: 'Many lately',
    short: 'Many',
    rule: 'A CSM receives only so many accounts in a week, a new one in a day.',
  },
  rejected_before: {
    name: 'Rejected before',
    short: 'Rejected',
    rule: 'A CSM rejected for an account is not proposed again for a while.',
  },
  no_longer_needed: {
    name: 'No longer needs a CSM',
    short: 'Not needed',
    rule: 'Only accounts that need a CSM are assigned.',
  },
  assigned_elsewhere: {
    name: 'Assigned elsewhere',
    short: 'Assigned',
    rule: 'An account that somebody owns is not assigned again.',
  },
  stale: {
    name: 'Older than a day',
    short: 'Day-old',
    rule: 'A recommendation is decided within a day, while its figures hold.',
  },
};
