import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';

const NO_VALUE = '–';

type MaybeNumber = number | null | undefined;

/**
 * Formats numbers, money, dates, and times for one reader. The interface is English, so words such
 * as "ago" are too; only the formats follow the locale. A missing or invalid value becomes a dash.
 */
export interface Format {
  readonly locale: string;
  readonly timeZone: string;
  /** At most `digits` decimals (default 0): "1,234.5". */
  number(value: MaybeNumber, digits?: number): string;
  /** Exactly `digits` decimals, so that a column lines up. */
  fixed(value: MaybeNumber, digits: number): string;
  /** A share (0–1) with exactly `digits` decimals (default 0): "62%". */
  percent(value: MaybeNumber, digits?: number): string;
  /** A difference with its sign: "+3", "-3", "0". */
  signed(value: MaybeNumber, digits?: number): string;
  /** A short number: "12.3K". */
  compact(value: MaybeNumber): string;
  /** A whole amount of US dollars: "$1,234,567". */
  money(value: MaybeNumber): string;
  /** A small amount to the cent: "$0.13", "under $0.01". */
  cents(value: MaybeNumber): string;
  /** A short amount: "$1.2M". With `digits`, exactly that many decimals, so that a column lines up. */
  compactMoney(value: MaybeNumber, digits?: number): string;
  /** A number with its noun: "1 account", "1,200 accounts". */
  count(count: number, one: string, many?: string): string;
  /** "Ana", "Ana and Bo", "Ana, Bo, and Cy". */
  list(items: readonly string[]): string;
  /**
   * Time from now. The past in the largest unit that has passed in full: "just now", "3 h ago". The
   * future to the minute within a day: "in 2 h 59 min", "in 3 d".
   */
  relative(at: Date, now: number): string;
  /** A length of time: "420 ms", "3.2 s", "4 min 5 s", "2 h 10 min", "40 d 3 h". */
  duration(ms: number): string;
  /** "Nov 27, 2026, 6:06 PM". */
  dateTime(at: Date): string;
  /** The same with the time zone: "Nov 27, 2026, 6:06 PM EST". */
  dateTimeZone(at: Date): string;
  /** Like `dateTime`, but midnight, here or in UTC as in imported dates, is the day: "Nov 27, 2026". */
  dayOrTime(at: Date): string;
  /**
   * "6:06 PM", preceded by the date if that is not today: "Nov 27, 6:06 PM". Midnight, here or in UTC as in
   * imported dates, is the day: "Nov 27".
   */
  clock(at: Date, now: number): string;
  /** The day of an instant, or a calendar day (`YYYY-MM-DD`): "Nov 27, 2026". */
  day(day: Date | string, style?: DayStyle): string;
}

/** medium: "Nov 27, 2026"; short: "Nov 27"; weekday: "Fri 27"; number: "27". */
type DayStyle = 'medium' | 'short' | 'weekday' | 'number';

const cache = new Map<string, Format>();

/** Creates the format for a locale (BCP 47) and an IANA time zone. Both must be known to Intl. */
export function createFormat(locale: string, timeZone: string): Format {
  const key = `${locale} ${timeZone}`;
  const format = cache.get(key) ?? { ...numberFormats(locale), ...timeFormats(locale, timeZone) };
  cache.set(key, format);
  return format;
}

type NumberMethod =
  | 'number'
  | 'fixed'
  | 'percent'
  | 'signed'
  | 'compact'
  | 'money'
  | 'cents'
  | 'compactMoney'
  | 'count'
  | 'list'
  | 'duration';

const money = { style: 'currency', currency: 'USD' } as const;
const englishList = new Intl.ListFormat('en-US');

function numberFormats(locale: string): Pick<Format, NumberMethod> {
  const formatters = new Map<string, Intl.NumberFormat>();

  function format(value: MaybeNumber, options: Intl.NumberFormatOptions): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
    const key = JSON.stringify(options);
    let formatter = formatters.get(key);
    if (!formatter) {
      // 'negative' writes 0 rather than -0 for a value that rounds to zero.
      const all = { signDisplay: 'negative', numberingSystem: 'latn', ...options } as const;
      formatter = new Intl.NumberFormat(locale, all);
      formatters.set(key, formatter);
    }
    return formatter.format(value);
  }

  const number = (value: MaybeNumber, digits = 0) =>
    format(value, { maximumFractionDigits: digits });
  const exactly = (digits: number) => ({
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const cents = (value: MaybeNumber) => format(value, { ...money, ...exactly(2) });

  return {
    number,
    fixed: (value, digits) => format(value, exactly(digits)),
    percent: (value, digits = 0) => format(value, { style: 'percent', ...exactly(digits) }),
    signed: (value, digits = 0) =>
      format(value, { signDisplay: 'exceptZero', maximumFractionDigits: digits }),
    compact: (value) => format(value, { notation: 'compact', maximumFractionDigits: 1 }),
    money: (value) => format(value, { ...money, maximumFractionDigits: 0 }),
    cents: (value) => (value && value > 0 && value < 0.01 ? `under ${cents(0.01)}` : cents(value)),
    compactMoney: (value, digits) =>
      format(value, {
        ...money,
        notation: 'compact',
        minimumFractionDigits: digits ?? 0,
        maximumFractionDigits: digits ?? 1,
      }),
    count: (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`,
    list: (items) => englishList.format(items),
    duration(ms) {
      if (!Number.isFinite(ms)) return NO_VALUE;
      if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
      if (ms < MINUTE_MS) return `${format(Math.floor(ms / 100) / 10, exactly(1))} s`;
      const seconds = Math.floor(ms / SECOND_MS);
      if (ms < HOUR_MS) return twoUnits(seconds, 60, 'min', 's');
      const minutes = Math.floor(seconds / 60);
      if (ms < DAY_MS) return twoUnits(minutes, 60, 'h', 'min');
      return twoUnits(Math.floor(minutes / 60), 24, 'd', 'h');
    },
  };
}

const SECOND_MS = 1_000;

function twoUnits(total: number, size: number, large: string, small: string): string {
  const rest = total % size;
  const head = `${Math.floor(total / size)} ${large}`;
  return rest ? `${head} ${rest} ${small}` : head;
}

const shortDate = { day: 'numeric', month: 'short' } as const;
const fullClock = {
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
} as const;
const mediumDate = { ...shortDate, year: 'numeric' } as const;

function timeFormats(locale: string, timeZone: string): Omit<Format, NumberMethod> {
  const formatters = new Map<string, Intl.DateTimeFormat>();
  const { hour12 } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  const time = { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' } as const;

  function format(at: Date, options: Intl.DateTimeFormatOptions, zone = timeZone): string {
    if (Number.isNaN(at.getTime())) return NO_VALUE;
    const key = `${zone} ${JSON.stringify(options)}`;
    let formatter = formatters.get(key);
    if (!formatter) {
      const fixed = { timeZone: zone, calendar: 'gregory', numberingSystem: 'latn' } as const;
      formatter = new Intl.DateTimeFormat(locale, { ...options, ...fixed });
      formatters.set(key, formatter);
    }
    // Releases of ICU differ in which space they put before "PM"; use a plain one everywhere.
    return formatter.format(at).replace(/[\u00A0\u202F]/g, ' ');
  }

  const isLocalMidnight = (at: Date) =>
    at.getMilliseconds() === 0 && /^[0\D]+$/.test(format(at, fullClock));

  function wholeDay(at: Date, style: Intl.DateTimeFormatOptions): string | null {
    if (isLocalMidnight(at)) return format(at, style);
    return at.getTime() % DAY_MS === 0 ? format(at, style, 'UTC') : null;
  }

  return {
    locale,
    timeZone,
    relative: formatRelative,
    dayOrTime: (at) => wholeDay(at, mediumDate) ?? format(at, { ...mediumDate, ...time }),
    dateTime: (at) => format(at, { ...mediumDate, ...time }),
    dateTimeZone: (at) => format(at, { ...mediumDate, ...time, timeZoneName: 'short' }),
    clock(at, now) {
      const day = wholeDay(at, shortDate);
      if (day !== null) return day;
      const sameDay = format(at, mediumDate) === format(new Date(now), mediumDate);
      return format(at, sameDay ? time : { ...shortDate, ...time });
    },
    day(day, style = 'medium') {
      const calendarDay = typeof day === 'string';
      const at = calendarDay ? new Date(`${day}T00:00:00Z`) : day;
      const zone = calendarDay ? 'UTC' : timeZone;
      if (style === 'medium') return format(at, mediumDate, zone);
      if (style === 'short') return format(at, shortDate, zone);
      // Not Intl's own day format, which adds a word in some languages ("27日").
      const number = String(Number(format(at, { day: '2-digit' }, zone).replace(/\D/g, '')));
      return style === 'number' ? number : `${format(at, { weekday: 'short' }, zone)} ${number}`;
    },
  };
}

/** Allowed lag of the page's clock, so that something that just happened is not in the future. */
const CLOCK_SKEW_MS = 25_000;

const relativeUnits = [
  { limit: HOUR_MS, size: MINUTE_MS, name: 'min' },
  { limit: DAY_MS, size: HOUR_MS, name: 'h' },
  { limit: 30 * DAY_MS, size: DAY_MS, name: 'd' },
  { limit: 365 * DAY_MS, size: 30 * DAY_MS, name: 'mo' },
  { limit: Number.POSITIVE_INFINITY, size: 365 * DAY_MS, name: 'y' },
] as const;

function formatRelative(at: Date, now: number): string {
  const difference = at.getTime() - now;
  const size = Math.abs(difference);
  if (!Number.isFinite(size)) return NO_VALUE;
  if (size < MINUTE_MS) return difference > CLOCK_SKEW_MS ? 'in a moment' : 'just now';
  if (difference > 0) return `in ${timeLeft(difference)}`;
  const unit = unitFor(size);
  return `${Math.floor(size / unit.size)} ${unit.name} ago`;
}

/** To the minute within a day, so that "in 2 h" is never almost 3; beyond that, rounded. */
function timeLeft(ms: number): string {
  const minutes = Math.ceil(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  if (minutes * MINUTE_MS < DAY_MS) return twoUnits(minutes, 60, 'h', 'min');
  const unit = unitFor(minutes * MINUTE_MS);
  return `${Math.max(1, Math.round(ms / unit.size))} ${unit.name}`;
}

const unitFor = (ms: number) => relativeUnits.find(({ limit }) => ms < limit) ?? relativeUnits[4];
