/** One locale for the program's words and figures, the same on the server and in the browser. */
const locale = 'en-US';
const none = '–';

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = numberFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  numberFormats.set(key, made);
  return made;
}

type Figure = number | null | undefined;

function format(value: Figure, options: Intl.NumberFormatOptions): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return none;
  // `negative` drops the minus of what rounds to nothing.
  return numberFormat({ signDisplay: 'negative', ...options }).format(value);
}

/** A count or measure with at most `digits` decimals; a dash where there is none. */
export function formatNumber(value: Figure, digits = 0): string {
  return format(value, { maximumFractionDigits: digits });
}

/** The same with exactly `digits` decimals, so that columns line up. */
export function formatFixed(value: Figure, digits: number): string {
  return format(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A share (0–1) in percent. */
export function formatShare(value: Figure, digits = 0): string {
  return format(value, { style: 'percent', maximumFractionDigits: digits });
}

/** A difference with its sign, so that more and less are told apart at a glance. */
export function formatChange(value: Figure, digits = 0): string {
  return format(value, { signDisplay: 'exceptZero', maximumFractionDigits: digits });
}

/** A whole amount of money. */
export function formatMoney(value: Figure, currency = 'USD'): string {
  return format(value, { style: 'currency', currency, maximumFractionDigits: 0 });
}

/** A small amount of money to the cent; what is less than one is said to be. */
export function formatCents(value: Figure, currency = 'USD'): string {
  const money = (amount: Figure) =>
    format(amount, { style: 'currency', currency, minimumFractionDigits: 2 });
  return value && value > 0 && value < 0.01 ? `under ${money(0.01)}` : money(value);
}

/** Money where space is short: $1.2M. */
export function formatMoneyShort(value: Figure, currency = 'USD'): string {
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
