const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** How far the page's clock may be behind, so that what has just happened is not yet to come. */
const slack = 25_000;

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
  if (size < minute) return distance > slack ? 'in a moment' : 'just now';
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
  if (ms < hour) return pair(seconds, 60, 'min', 's');
  return pair(Math.floor(seconds / 60), 60, 'h', 'min');
}

function pair(total: number, size: number, large: string, small: string): string {
  const rest = total % size;
  const head = `${Math.floor(total / size)} ${large}`;
  return rest ? `${head} ${rest} ${small}` : head;
}

/** Date and time in a zone of the reader: "14 Mar 2025, 14:20". */
export function formatDateTime(at: Date, timeZone: string): string {
  return zoned(at, timeZone, {
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
  const clock = zoned(at, timeZone, { hour: '2-digit', minute: '2-digit' });
  const date: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  const when = zoned(at, timeZone, date);
  return when === zoned(new Date(now), timeZone, date) ? clock : `${when}, ${clock}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function zoned(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  if (Number.isNaN(at.getTime())) return '–';
  const key = `${timeZone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' });
    formats.set(key, format);
  }
  return format.format(at);
}
