import { z } from 'zod';

/** A value of a file that is blank counts as missing. */
function given(value: unknown): string | number | boolean | Date | null {
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof Date)
    return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function shown(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** A field whose blank is null and whose other values `read` turns into a result or a reason. */
function field<T>(read: (value: string | number | boolean | Date) => T | Reason) {
  return z.unknown().transform((value, context): T | null => {
    const present = given(value);
    if (present === null) return null;
    const result = read(present);
    if (!(result instanceof Reason)) return result;
    context.addIssue({ code: 'custom', message: result.text });
    return z.NEVER;
  });
}

class Reason {
  constructor(readonly text: string) {}
}

/** A field that may not be blank. */
export function required<T>(schema: z.ZodType<T | null>) {
  return schema.transform((value, context): T => {
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: 'is missing' });
    return z.NEVER;
  });
}

/** Text of at most `max` characters. */
export function text(max: number) {
  return field((value) => {
    const written = value instanceof Date ? value.toISOString() : String(value);
    const length = [...written].length;
    return length > max
      ? new Reason(`${shown(written)} has ${length} characters; at most ${max} are kept`)
      : written;
  });
}

const numeral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number within a range, both ends included. */
export function number(min: number, max: number, options: { readonly whole?: boolean } = {}) {
  return field((value) => {
    const isNumber =
      typeof value === 'number' || (typeof value === 'string' && numeral.test(value));
    const parsed = isNumber ? Number(value) : Number.NaN;
    if (!Number.isFinite(parsed)) return new Reason(`${shown(value)} is not a number`);
    if (options.whole && !Number.isInteger(parsed)) {
      return new Reason(`${shown(value)} is not a whole number`);
    }
    if (parsed < min || parsed > max) {
      return new Reason(
        `${shown(value)} is out of range: ${min} to ${max.toLocaleString('en-US')}`,
      );
    }
    return parsed;
  });
}

const yes = new Set(['true', 't', '1', 'yes', 'y', 'needs csm']);
const no = new Set(['false', 'f', '0', 'no', 'n', 'complete']);

/** A yes or no in one of the usual spellings. */
export const yesOrNo = field((value) => {
  const written = String(value).toLowerCase();
  if (yes.has(written)) return true;
  return no.has(written) ? false : new Reason(`${shown(value)} is neither yes nor no`);
});

/** A colour of health. */
export const color = field((value) => {
  const written = String(value).toLowerCase();
  return ['red', 'yellow', 'green'].includes(written)
    ? written
    : new Reason(`${shown(value)} is not red, yellow or green`);
});

const isoMoment =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A day or a moment in ISO 8601; without a zone it is in UTC. */
export const moment = field((value) => {
  if (value instanceof Date) return value;
  const parts = isoMoment.exec(String(value));
  const wrong = new Reason(
    `${shown(value)} is not a date such as 2026-01-31 or 2026-01-31T14:00:00Z`,
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
