import type { Flag } from '@/lib/warehouse/sql/flagged';

/** What a flag is called, in full and where there is little room, and the rule it stands for. */
export interface FlagWords {
  readonly name: string;
  readonly short: string;
  readonly rule: string;
}

/** The words of each flag. */
export const flagWords: Readonly<Record<Flag, FlagWords>> = {
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
