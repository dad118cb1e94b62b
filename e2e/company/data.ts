/** The active CSMs of the small company. */
export const csmNames = [
  'Ana O’Brien',
  'Bo "Bear" Larsen',
  'Chidi Okafor',
  'Dana Weiss',
  'Emeka Obi',
  'Femke de Vries',
  'Goran Ilić',
  'Hana Sato',
  'Iris Novak',
  'Jon Snæbjörn',
  'Kim Lee',
  'Lupe Vargas',
  'Mei Chen',
  'Nils Åberg',
] as const;

/** The managers; the CSMs alternate between their teams. */
export const managerNames = ['Rita Reyes', 'Sam Soto'] as const;

/** A CSM who received an account an hour ago, and an account that is recommended to them anyway. */
export const coolingCsm = csmNames[1];
export const coolingAccount = 'COOL-1';

/** An account whose recommendation is older than a day. */
export const staleAccount = 'STALE-1';

/** Number of accounts in the first run, longest waiting first. */
export const routedCount = 6;

/** The accounts that need a CSM, longest waiting first. The last two have flagged recommendations. */
export const accountsNeedingCsm = [
  { id: 'NEED-1', name: 'Larch & Loom' },
  { id: 'NEED-2', name: 'Quince "Q" O’Malley' },
  { id: 'NEED-3', name: 'Zürich 🚀 Gärten' },
  { id: 'NEED-4', name: 'Pebble Works' },
  { id: 'NEED-5', name: 'Tern Analytics' },
  { id: 'NEED-6', name: 'Umbra Foods' },
  { id: 'NEED-7', name: 'Vetch Systems' },
  { id: 'NEED-8', name: 'Willow & Wick' },
  { id: 'NEED-9', name: 'Yarrow Press' },
  { id: coolingAccount, name: 'Cooled Storage' },
  { id: staleAccount, name: 'Stale Bakery' },
] as const;
