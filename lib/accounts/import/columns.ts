import { z } from 'zod';

/** A value of a file that is blank counts as missing. */
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

/** A field whose blank is null and whose other values `read` turns into a result or a reason. */
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

/** A field that may not be blank. */
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
      ? new InvalidValue(`${quoteValue(written)} has ${length} characters; at most ${max} are kept`)
      : written;
  });
}

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number within a range, both ends included. */
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
        `${quoteValue(value)} is out of range: ${min} to ${max.toLocaleString('en-US')}`,
      );
    }
    return parsed;
  });
}

const yes = new Set(['true', 't', '1', 'yes', 'y', 'needs csm']);
const no = new Set(['false', 'f', '0', 'no', 'n', 'complete']);

/** A yes or no in one of the usual spellings. */
const yesOrNo = field((value) => {
  const written = String(value).toLowerCase();
  if (yes.has(written)) return true;
  return no.has(written) ? false : new InvalidValue(`${quoteValue(value)} is neither yes nor no`);
});

/** A colour of health. */
const color = field((value) => {
  const written = String(value).toLowerCase();
  return ['red', 'yellow', 'green'].includes(written)
    ? written
    : new InvalidValue(`${quoteValue(value)} is not red, yellow or green`);
});

const isoMoment =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A day or a moment in ISO 8601; without a zone it is in UTC. */
const moment = field((value) => {
  if (value instanceof Date) return value;
  const parts = isoMoment.exec(String(value));
  const wrong = new InvalidValue(
    `${quoteValue(value)} is not a date such as 2026-01-31 or 2026-01-31T14:00:00Z`,
  );
  if (!parts) return wrong;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone] =
    parts;
  const clock = `${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  const isDay = !Number.isNaN(Date.parse(`${year}-${month}-${day}T00:00:00Z`));
  const sameDay =
    isDay && new Date(`${year}-${month}-${day}T00:00:00Z`).getUTCDate() === Number(day);
  const offset = zone?.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase() ?? 'Z';
  const parsed = new Date(`${year}-${month}-${day}T${clock}${offset}`);
  return sameDay && !Number.isNaN(parsed.getTime()) ? parsed : wrong;
});

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
export const fileKinds = {
  accounts: { columns: accountColumns, key: 'account_id' },
  csms: { columns: csmColumns, key: 'csm_name' },
} as const;
export type FileKind = keyof typeof fileKinds;

/** The names of a kind's columns, in the contract's order. */
export function columnNames(kind: FileKind): readonly string[] {
  return Object.keys(fileKinds[kind].columns.shape);
}

/** The classes that the engine knows; others are taken, and treated as any other class. */
export const knownClasses = {
  segment: ['Residential', 'Commercial'],
  level: ['Corporate', 'Enterprise'],
} as const;
