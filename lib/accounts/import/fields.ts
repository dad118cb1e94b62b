import { z } from 'zod';

/** Quotes a value of a file in a message. */
export function quoteValue(value: unknown): string {
  const text = value instanceof Date ? value.toISOString() : String(value);
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** A value of a binary file that is not text. */
export class BinaryValue {
  constructor(readonly bytes: Uint8Array) {}
}

/** Converts blank values to null. */
function presentValue(value: unknown): string | number | boolean | Date | BinaryValue | null {
  if (value instanceof BinaryValue) return value;
  if (typeof value === 'string') return value.trim() || null;
  if (typeof value === 'number' || typeof value === 'boolean' || value instanceof Date)
    return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}

class InvalidValue {
  constructor(readonly text: string) {}
}

const SPREADSHEET_ERROR = /^#(?:REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|#+)$/i;

/** A field that is null if blank. `read` parses other values or returns why they are invalid. */
function field<T>(read: (value: string | number | boolean | Date) => T | InvalidValue) {
  return z.unknown().transform((value, context): T | null => {
    const present = presentValue(value);
    if (present === null) return null;
    const result = unreadable(present) ?? read(present as Exclude<typeof present, BinaryValue>);
    if (!(result instanceof InvalidValue)) return result;
    context.addIssue({ code: 'custom', message: result.text });
    return z.NEVER;
  });
}

/** Why no field can have the value; null if it may. */
function unreadable(value: unknown): InvalidValue | null {
  if (value instanceof BinaryValue) {
    const start = Buffer.from(value.bytes.subarray(0, 8)).toString('hex');
    return new InvalidValue(`0x${start} is binary data, not UTF-8 text. Export the column as text`);
  }
  return typeof value === 'string' && SPREADSHEET_ERROR.test(value)
    ? new InvalidValue(`${quoteValue(value)} is an error of a spreadsheet, not a value`)
    : null;
}

/** A field that must not be blank. */
export function required<T>(schema: z.ZodType<T | null>) {
  return schema.transform((value, context): T => {
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: 'is missing' });
    return z.NEVER;
  });
}

/** Text of at most `max` characters. */
export function text(max: number) {
  return field((value) =>
    checkLength(value instanceof Date ? value.toISOString() : `${value}`, max),
  );
}

function checkLength(written: string, max: number): string | InvalidValue {
  const length = [...written].length;
  return length > max
    ? new InvalidValue(`${quoteValue(written)} has ${length} characters; the maximum is ${max}`)
    : written;
}

// A spreadsheet shows long numbers like this and saves them so.
const SCIENTIFIC = /^\d(?:[.,]\d+)?E\+?\d+$/i;

/** An id of at most `max` characters. Whole numbers of a binary file are written without decimals. */
export function identifier(max: number) {
  return field((value) => {
    if (typeof value === 'string' && SCIENTIFIC.test(value)) {
      return new InvalidValue(
        `${quoteValue(value)} is a long number that a spreadsheet shortened, so the id is lost. Format the column as text in the spreadsheet, or export the file again and import it without opening it`,
      );
    }
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      return new InvalidValue(
        `${quoteValue(value)} is a number with decimals or rounded digits, not an id. Export the column as text`,
      );
    }
    if (typeof value === 'boolean' || value instanceof Date) {
      return new InvalidValue(`${quoteValue(value)} is not an id. Export the column as text`);
    }
    return checkLength(String(value), max);
  });
}

/** A number in an inclusive range. Text that is still text here could not be read as a number. */
export function number(min: number, max: number, options: { readonly whole?: boolean } = {}) {
  return field((value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return new InvalidValue(`${quoteValue(value)} is not a number`);
    }
    if (options.whole && !Number.isInteger(value)) {
      return new InvalidValue(`${quoteValue(value)} is not a whole number`);
    }
    return value < min || value > max
      ? new InvalidValue(
          `${quoteValue(value)} is out of range: ${min} to ${max.toLocaleString('en-US')}`,
        )
      : value;
  });
}

const yes = new Set(['true', 't', '1', 'yes', 'y', 'needs csm']);
const no = new Set(['false', 'f', '0', 'no', 'n', 'complete']);

/** A boolean in one of the usual spellings. */
export const yesOrNo = field((value) => {
  const written = String(value).toLowerCase();
  if (yes.has(written)) return true;
  return no.has(written)
    ? false
    : new InvalidValue(`${quoteValue(value)} is not a yes or no value`);
});

/** A health color. */
export const color = field((value) => {
  const written = String(value).toLowerCase();
  return ['red', 'yellow', 'green'].includes(written)
    ? written
    : new InvalidValue(`${quoteValue(value)} is not red, yellow, or green`);
});

const isoTimestamp =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** An ISO 8601 date or timestamp. Without an offset it is in UTC. */
export const timestamp = field((value) => {
  if (value instanceof Date) return value;
  const parts = isoTimestamp.exec(String(value));
  const invalid = new InvalidValue(
    `${quoteValue(value)} is not a date such as 2026-01-31 or 2026-01-31T14:00:00Z${serialDateHint(value)}`,
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

/** Spreadsheets store a date as the number of days since this day. */
const SERIAL_DATE_EPOCH_MS = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;

/** A hint if the value may be a date that a spreadsheet saved as a number (1995 to 2064). */
function serialDateHint(value: string | number | boolean): string {
  const days = Number(value);
  if (!(days >= 34_700 && days < 60_300)) return '';
  const date = new Date(SERIAL_DATE_EPOCH_MS + Math.floor(days) * DAY).toISOString().slice(0, 10);
  return `. It may be ${date} saved as a number: format the column as a date in the spreadsheet`;
}
