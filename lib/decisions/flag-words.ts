import type { Flag } from '@/lib/warehouse/sql/flagged';

/** What each flag is called, and the sentence that names the rule it stands for. */
export const flagWords: Readonly<Record<Flag, { readonly name: string; readonly rule: string }>> = {
  not_active: { name: 'No longer active', rule: 'Only active CSMs receive accounts.' },
  away: { name: 'Away', rule: 'A CSM who is away receives no accounts.' },
  cooling: {
    name: 'Cooling',
    rule: 'A CSM who just received an account waits for the cooling period.',
  },
  at_capacity: { name: 'At capacity', rule: 'A CSM’s book stays within its capacity.' },
  segment_mismatch: {
    name: 'Other segment',
    rule: 'A CSM receives accounts of their segment and level.',
  },
  velocity: {
    name: 'Many lately',
    rule: 'A CSM receives only so many accounts in a week, a new one in a day.',
  },
  rejected_before: {
    name: 'Rejected before',
    rule: 'A CSM rejected for an account is not proposed again for a while.',
  },
  no_longer_needed: {
    name: 'No longer needs a CSM',
    rule: 'Only accounts that need a CSM are assigned.',
  },
  assigned_elsewhere: {
    name: 'Assigned elsewhere',
    rule: 'An account that somebody owns is not assigned again.',
  },
  stale: {
    name: 'Older than a day',
    rule: 'A recommendation is decided within a day, while its figures hold.',
  },
};
