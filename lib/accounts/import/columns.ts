import { z } from 'zod';
import { color, identifier, number, required, text, timestamp, yesOrNo } from './fields';

const MAX_ID_LENGTH = 50;
const MAX_NAME_LENGTH = 100;
const MAX_CLASS_LENGTH = 50;

/** How a column's numbers may be written, and their maximum. */
interface NumberColumn {
  readonly max: number;
  /** Whether values may have a currency sign, or a percent sign. */
  readonly sign?: 'currency' | 'percent';
}

/** The columns with numbers. */
const numberColumns: Readonly<Record<string, NumberColumn>> = {
  neediness_score: { max: 10 },
  health_score: { max: 100, sign: 'percent' },
  revenue: { max: 1e12, sign: 'currency' },
  tenure_months: { max: 1_200 },
  capacity: { max: 100_000 },
};

/** How a column's numbers may be written; undefined if it has no numbers. */
export function numberColumn(column: string): NumberColumn | undefined {
  return numberColumns[column];
}

const numberFrom0 = (column: keyof typeof numberColumns, options: { whole?: boolean } = {}) =>
  number(0, numberColumns[column]?.max ?? 0, options);

/** The columns of an accounts file, as in the accounts view. */
export const accountColumns = z.object({
  account_id: required(identifier(MAX_ID_LENGTH)),
  account_name: text(MAX_NAME_LENGTH),
  tenant_id: identifier(MAX_NAME_LENGTH),
  needs_csm: yesOrNo,
  needs_csm_since: timestamp,
  current_csm: text(MAX_NAME_LENGTH),
  neediness_score: numberFrom0('neediness_score'),
  health_score: numberFrom0('health_score'),
  health_color: color,
  revenue: numberFrom0('revenue'),
  account_segment: text(MAX_CLASS_LENGTH),
  account_level: text(MAX_CLASS_LENGTH),
  industry: text(MAX_NAME_LENGTH),
});

/** The columns of a CSM file, as in the CSM view. */
export const csmColumns = z.object({
  csm_name: text(MAX_NAME_LENGTH),
  is_active: yesOrNo,
  tenure_months: numberFrom0('tenure_months'),
  start_date: timestamp,
  manager_name: text(MAX_NAME_LENGTH),
  segment: text(MAX_CLASS_LENGTH),
  account_level: text(MAX_CLASS_LENGTH),
  capacity: numberFrom0('capacity', { whole: true }),
  away_from: timestamp,
  away_until: timestamp,
});

/** The columns of a CSM file that has is_active, which every row must then fill in. */
export const csmColumnsWithActive = csmColumns.extend({ is_active: required(yesOrNo) });

/** The two kinds of files, with their columns and key column. */
export const fileKinds = {
  accounts: { columns: accountColumns, key: 'account_id' },
  csms: { columns: csmColumns, key: 'csm_name' },
} as const;
export type FileKind = keyof typeof fileKinds;

/** The column names of a kind of file, in the order of the contract view. */
export function columnNames(kind: FileKind): readonly string[] {
  return Object.keys(fileKinds[kind].columns.shape);
}

/** Classes with limits of their own in the policy. Other values are allowed and use general limits. */
export const knownClasses = {
  segment: ['Residential', 'Commercial'],
  level: ['Corporate', 'Enterprise'],
} as const;
