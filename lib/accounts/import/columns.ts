import { z } from 'zod';
import { color, moment, number, required, text, yesOrNo } from './fields';

const idLength = 50;
const nameLength = 100;
const classLength = 50;
const longestTenureMonths = 1_200;
const largestRevenue = 1e12;
const largestCapacity = 100_000;

/** The columns of a file of accounts, as the accounts view has them. */
export const accountColumns = z.object({
  account_id: required(text(idLength)),
  account_name: text(nameLength),
  tenant_id: text(nameLength),
  needs_csm: yesOrNo,
  needs_csm_since: moment,
  current_csm: text(nameLength),
  neediness_score: number(0, 10),
  health_score: number(0, 100),
  health_color: color,
  revenue: number(0, largestRevenue),
  account_segment: text(classLength),
  account_level: text(classLength),
  industry: text(nameLength),
});

/** The columns of a file of CSMs, as the CSM view has them. */
export const csmColumns = z.object({
  csm_name: required(text(nameLength)),
  is_active: yesOrNo,
  tenure_months: number(0, longestTenureMonths),
  manager_name: text(nameLength),
  segment: text(classLength),
  account_level: text(classLength),
  capacity: number(0, largestCapacity, { whole: true }),
  away_until: moment,
});

/** The same, for a file that has is_active: then every row has to say. */
export const csmColumnsSayingActive = csmColumns.extend({ is_active: required(yesOrNo) });

/** The two kinds of file: their columns and the one that names a row. */
export const kinds = {
  accounts: { columns: accountColumns, key: 'account_id' },
  csms: { columns: csmColumns, key: 'csm_name' },
} as const;
export type Kind = keyof typeof kinds;

/** The names of a kind's columns, in the contract's order. */
export function columnNames(kind: Kind): readonly string[] {
  return Object.keys(kinds[kind].columns.shape);
}

/** The classes that the engine knows; others are taken, and treated as any other class. */
export const knownClasses = {
  segment: ['Residential', 'Commercial'],
  level: ['Corporate', 'Enterprise'],
} as const;
