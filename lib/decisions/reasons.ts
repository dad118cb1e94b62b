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
export function reasonWords(code: string): string {
  return overrideReasons[code as OverrideReason] ?? rejectReasons[code as RejectReason] ?? code;
}
