/** When pages about recommendations count what a CSM received. */
export const countedByRecommendation =
  'Recommendations count when they were made, assignments outside the app when they were assigned.';

/** When pages about decisions count what a CSM received, and that the others differ. */
export const countedByDecision =
  'Accounts count when they were received. Workload, the ledger, and Acceptance count recommendations when they were made.';
