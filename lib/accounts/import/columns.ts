import { z } from 'zod';

/** Converts blank values to null. */
function presentValue(value: unknown): string | number | boolean | Date | null {
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof Date)
    return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function quoteValue(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** A field that is null if blank. `read` parses other values or returns why they are invalid. */
function field<T>(read: (value: string | number | boolean | Date) => T | InvalidValue) {
  return z.unknown().transform((value, context): T | null => {
    const present = presentValue(value);
    if (present === null) return null;
    const result = read(present);
    if (!(result instanceof InvalidValue)) return result;
    context.addIssue({ code: 'custom', message: result.text });
    return z.NEVER;
  });
}

class InvalidValue {
  constructor(readonly text: string) {}
}

/** A field that must not be blank. */
function required<T>(schema: z.ZodType<T | null>) {
  return schema.transform((value, context): T => {
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: 'is missing' });
    return z.NEVER;
  });
}

/** Text of at most `max` characters. */
function text(max: number) {
  return field((value) => {
    const written = value instanceof Date ? value.toISOString() : String(value);
    const length = [...written].length;
    return length > max
      ? new InvalidValue(`${quoteValue(written)} has ${length} characters; the maximum is ${max}`)
      : written;
  });
}

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number in an inclusive range. */
function number(min: number, max: number, options: { readonly whole?: boolean } = {}) {
  return field((value) => {
    const isNumber =
      typeof value === 'number' || (typeof value === 'string' && numeral.test(value));
    const parsed = isNumber ? Number(value) : Number.NaN;
    if (!Number.isFinite(parsed)) return new InvalidValue(`${quoteValue(value)} is not a number`);
    if (options.whole && !Number.isInteger(parsed)) {
      return new InvalidValue(`${quoteValue(value)} is not a whole number`);
    }
    if (parsed < min || parsed > max) {
      return new InvalidValue(
        `${quoteValue(value)} is out of range: ${min} to ${max.toLocaleString()}`,
      );
    }
    return parsed;
  });
}

const yes = new Set(['true', 't', '1', 'yes', 'y', 'needs csm']);
const no = new Set(['false', 'f', '0', 'no', 'n', 'complete']);

/** A boolean in one of the usual spellings. */
const yesOrNo = field((value) => {
  const written = String(value).toLowerCase();
  if (yes.has(written)) return true;
  return no.has(written)
    ? false
    : new InvalidValue(`${quoteValue(value)} is not a yes or no value`);
});

/** A health color. */
const color = field((value) => {
  const written = String(value).toLowerCase();
  return ['red', 'yellow', 'green'].includes(written)
    ? written
    : new InvalidValue(`${quoteValue(value)} is not red, yellow, or green`);
});

const isoTimestamp =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** An ISO 8601 date or timestamp. Without an offset it is in UTC. */
const timestamp = field((value) => {
  if (value instanceof Date) return value;
  const parts = isoTimestamp.exec(String(value));
  const invalid = new InvalidValue(
    `${quoteValue(value)} is not a date such as 2026-01-31 or 2026-01-31T14:00:00Z`,
  );
  if (!parts) return invalid;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] =
    parts;
  const clock = `${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  const isDay = !Number.isNaN(Date.parse(`${year}-${month}-${day}T00:00:00Z`));
  const sameDay =
    isDay && new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day);
  const offset = zone?.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase() ?? 'Z';
  const parsed = new Date(`${year}-${month}-${day}T${clock}${offset}`);
  return sameDay && !Number.isNaN(parsed.getTime()) ? parsed : invalid;
});

const MAX_ID_LENGTH = 50;
const MAX_NAME_LENGTH = 100;
const MAX_CLASS_LENGTH = 50;
const MAX_TENURE_MONTHS = 1_200;
const MAX_REVENUE = 1e12;
const MAX_CAPACITY = 100_000;

/** The columns of an accounts file, as in the accounts view. */
export const accountColumns = z.object({
  account_id: required(text(MAX_ID_LENGTH)),
  account_name: text(MAX_NAME_LENGTH),
  tenant_id: text(MAX_NAME_LENGTH),
  needs_csm: yesOrNo,
  needs_csm_since: timestamp,
  current_csm: text(MAX_NAME_LENGTH),
  neediness_score: number(0, 10),
  health_score: number(0, 100),
  health_color: color,
  revenue: number(0, MAX_REVENUE),
  account_segment: text(MAX_CLASS_LENGTH),
  account_level: text(MAX_CLASS_LENGTH),
  industry: text(MAX_NAME_LENGTH),
});

/** The columns of a CSM file, as in the CSM view. */
export const csmColumns = z.object({
  csm_name: required(text(MAX_NAME_LENGTH)),
  is_active: yesOrNo,
  tenure_months: number(0, MAX_TENURE_MONTHS),
  manager_name: text(MAX_NAME_LENGTH),
  segment: text(MAX_CLASS_LENGTH),
  account_level: text(MAX_CLASS_LENGTH),
  capacity: number(0, MAX_CAPACITY, { whole: true }),
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
