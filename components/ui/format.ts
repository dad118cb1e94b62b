/** One locale for the program's words and figures, the same on the server and in the browser. */
const locale = 'en-US';
const NO_VALUE = '–';

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = numberFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  numberFormats.set(key, made);
  return made;
}

type MaybeNumber = number | null | undefined;

function format(value: MaybeNumber, options: Intl.NumberFormatOptions): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
  // `negative` drops the minus of what rounds to nothing.
  return numberFormat({ signDisplay: 'negative', ...options }).format(value);
}

/** A count or measure with at most `digits` decimals; a dash where there is none. */
export function formatNumber(value: MaybeNumber, digits = 0): string {
  return format(value, { maximumFractionDigits: digits });
}

/** The same with exactly `digits` decimals, so that columns line up. */
export function formatFixed(value: MaybeNumber, digits: number): string {
  return format(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A share (0–1) in percent. */
export function formatPercent(value: MaybeNumber, digits = 0): string {
  return format(value, { style: 'percent', maximumFractionDigits: digits });
}

/** A difference with its sign, so that more and less are told apart at a glance. */
export function formatSigned(value: MaybeNumber, digits = 0): string {
  return format(value, { signDisplay: 'exceptZero', maximumFractionDigits: digits });
}

/** A whole amount of money. */
export function formatMoney(value: MaybeNumber, currency = 'USD'): string {
  return format(value, { style: 'currency', currency, maximumFractionDigits: 0 });
}

/** A small amount of money to the cent; what is less than one is said to be. */
export function formatCents(value: MaybeNumber, currency = 'USD'): string {
  const money = (amount: MaybeNumber) =>
    format(amount, { style: 'currency', currency, minimumFractionDigits: 2 });
  return value && value > 0 && value < 0.01 ? `under ${money(0.01)}` : money(value);
}

/** Money where space is short: $1.2M. */
export function formatCompactMoney(value: MaybeNumber, currency = 'USD'): string {
  return format(value, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  });
}

/** "1 account", "3 accounts". */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** "Ann", "Ann and Bo", "Ann, Bo and Cy". */
export function formatList(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** How far the page's clock may be behind, so that what has just happened is not yet to come. */
const CLOCK_SKEW_MS = 25_000;

const units = [
  { limit: hour, size: minute, short: 'min' },
  { limit: day, size: hour, short: 'h' },
  { limit: 30 * day, size: day, short: 'd' },
  { limit: 365 * day, size: 30 * day, short: 'mo' },
  { limit: Number.POSITIVE_INFINITY, size: 365 * day, short: 'y' },
] as const;

/** How long ago or until, in the largest unit that fits: "just now", "5 min ago", "in 3 h". */
export function formatRelative(at: Date, now: number): string {
  const distance = at.getTime() - now;
  const size = Math.abs(distance);
  if (!Number.isFinite(size)) return '–';
  if (size < minute) return distance > CLOCK_SKEW_MS ? 'in a moment' : 'just now';
  const unit = units.find(({ limit }) => size < limit) ?? units[4];
  const text = `${Math.floor(size / unit.size)} ${unit.short}`;
  return distance < 0 ? `${text} ago` : `in ${text}`;
}

/** A length of time: "420 ms", "3.2 s", "4 min 5 s", "2 h 10 min". */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < minute) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  if (ms < hour) return formatTwoUnits(seconds, 60, 'min', 's');
  return formatTwoUnits(Math.floor(seconds / 60), 60, 'h', 'min');
}

function formatTwoUnits(total: number, size: number, large: string, small: string): string {
  const rest = total % size;
  const head = `${Math.floor(total / size)} ${large}`;
  return rest ? `${head} ${rest} ${small}` : head;
}

/** Date and time in a zone of the reader: "14 Mar 2025, 14:20". */
export function formatDateTime(at: Date, timeZone: string): string {
  return formatInTimeZone(at, timeZone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** The same with the zone named, for where doubt would cost something. */
export function formatDateTimeZone(at: Date, timeZone: string): string {
  return `${formatDateTime(at, timeZone)} ${timeZone === 'UTC' ? 'UTC' : `(${timeZone})`}`;
}

/** The clock alone, with the day in front of it when that is another one than today's. */
export function formatClock(at: Date, timeZone: string, now: number): string {
  const clock = formatInTimeZone(at, timeZone, { hour: '2-digit', minute: '2-digit' });
  const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  const when = formatInTimeZone(at, timeZone, date);
  return when === formatInTimeZone(new Date(now), timeZone, date) ? clock : `${when}, ${clock}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatInTimeZone(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  if (Number.isNaN(at.getTime())) return '–';
  const key = `${timeZone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' });
    formats.set(key, format);
  }
  return format.format(at);
}
