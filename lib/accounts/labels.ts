/**
 * Counts accounts that a run may place: they need a CSM, and have neither a pending recommendation nor an
 * assignment since. The same noun on every page.
 */
export const accountsToPlace = ['account to place', 'accounts to place'] as const;
