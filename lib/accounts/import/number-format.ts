/** The character between whole numbers and decimals. */
export type DecimalSeparator = '.' | ',';

/** A number as written in a file. */
export interface WrittenNumber {
  readonly column: string;
  readonly line: number;
  /** Without a currency or percent sign. */
  readonly digits: string;
  /** The column's maximum. */
  readonly max: number;
}

/** How the numbers of a column are read. */
export type ColumnFormat =
  | {
      readonly decimal: DecimalSeparator;
      /** A number that could be read both ways, and was read by what other columns show. */
      readonly inferred: WrittenNumber | null;
    }
  | { readonly ambiguous: WrittenNumber }
  | { readonly conflict: readonly [WrittenNumber, WrittenNumber] };

const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
const GROUP_SPACES = /[\s'\u2019]/;

/** The other separator, which then separates thousands. */
export function otherSeparator(separator: DecimalSeparator): DecimalSeparator {
  return separator === '.' ? ',' : '.';
}

/** What a number says about the decimal separator: nothing if it has none, or may be read both ways. */
function evidenceOf({ digits, max }: WrittenNumber): DecimalSeparator | 'ambiguous' | null {
  const [last, ...others] = [...digits]
    .filter((c) => c === '.' || c === ',')
    .reverse() as DecimalSeparator[];
  if (last === undefined) return null;
  if (others.some((each) => each !== last)) return last;
  if (others.length > 0) return otherSeparator(last);
  // Thousands would exceed the maximum, such as 85.125 of 100.
  return AMBIGUOUS.test(digits) && max >= 1_000 && !GROUP_SPACES.test(digits) ? 'ambiguous' : last;
}

/**
 * Finds the decimal separator of each column: what its numbers show, or else those of other columns. In
 * a file with commas between columns, 12,500 has a thousands separator.
 * @param delimiter the character between columns; null in a binary file
 */
export function columnFormats(
  numbers: readonly WrittenNumber[],
  delimiter: string | null,
): ReadonlyMap<string, ColumnFormat> {
  const byColumn = new Map<string, WrittenNumber[]>();
  for (const number of numbers) {
    const own = byColumn.get(number.column);
    if (own) own.push(number);
    else byColumn.set(number.column, [number]);
  }
  const found = new Map([...byColumn].map(([column, own]) => [column, evidence(own)]));
  const all = [...found.values()];
  const fileHas = {
    '.': all.some((each) => each['.'] && !each[',']),
    ',': all.some((each) => each[','] && !each['.']),
  };
  const fileDecimal = fileHas['.'] === fileHas[','] ? null : fileHas['.'] ? '.' : ',';
  const ambiguous = all.flatMap((each) => each.ambiguous);
  const isGrouped = delimiter === ',' && ambiguous.every(({ digits }) => digits.includes(','));
  return new Map(
    [...found].map(([column, own]): [string, ColumnFormat] => {
      if (own['.'] && own[',']) return [column, { conflict: [own['.'], own[',']] }];
      const [unclear = null] = own.ambiguous;
      if (own['.'] || own[',']) return [column, { decimal: own['.'] ? '.' : ',', inferred: null }];
      if (fileDecimal) return [column, { decimal: fileDecimal, inferred: unclear }];
      if (!unclear || isGrouped) return [column, { decimal: '.', inferred: null }];
      return [column, { ambiguous: unclear }];
    }),
  );
}

function evidence(numbers: readonly WrittenNumber[]) {
  const found: Record<DecimalSeparator, WrittenNumber | null> = { '.': null, ',': null };
  const ambiguous: WrittenNumber[] = [];
  for (const number of numbers) {
    const shown = evidenceOf(number);
    if (shown === 'ambiguous') ambiguous.push(number);
    else if (shown) found[shown] ??= number;
  }
  return { ...found, ambiguous };
}

// Thousands in groups of three, or as in India of two before the last three.
const numerals: Readonly<Record<DecimalSeparator, RegExp>> = {
  '.': /^[+-]?(?:\d{1,3}(?:([,\s'\u2019])\d{2,3}(?:\1\d{2,3})*(?<=\1\d{3}))?|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?$/i,
  ',': /^[+-]?(?:\d{1,3}(?:([.\s'\u2019])\d{2,3}(?:\1\d{2,3})*(?<=\1\d{3}))?|\d+)?(?:,\d*)?(?:e[+-]?\d+)?$/i,
};

/** The number that digits mean with a decimal separator; null if they are not a number. */
export function parseDigits(digits: string, decimal: DecimalSeparator): number | null {
  if (!/^[+-]?[.,]?\d/.test(digits) || !numerals[decimal].test(digits)) return null;
  const grouping = decimal === '.' ? /[,\s'\u2019]/g : /[.\s'\u2019]/g;
  const parsed = Number(digits.replace(grouping, '').replace(',', '.'));
  return Number.isFinite(parsed) ? parsed : null;
}

const currencyCodes = new Set(Intl.supportedValuesOf('currency'));
const AMOUNT =
  /^(?<sign>[+-]?)\s*(?<before>[A-Z]{0,3}\p{Sc}|[A-Z]{3}|kr\.?|Fr\.?)?\s*(?<digits>[+-]?[.,]?\d[\d.,\s'\u2019]*(?:e[+-]?\d+)?)\s*(?<after>%|[A-Z]{0,3}\p{Sc}|[A-Z]{3}|kr\.?|Fr\.?|z\u0142|K\u010d)?$/iu;

/** A number without its currency or percent sign. */
export interface Amount {
  readonly digits: string;
  /** A symbol or code such as "$" or "EUR"; null for none. */
  readonly currency: string | null;
  readonly percent: boolean;
}

/** Separates digits from signs; null if the text is not a number. */
export function splitAmount(text: string): Amount | null {
  const { sign = '', before, digits = '', after } = AMOUNT.exec(text)?.groups ?? {};
  if (!digits || (sign && /^[+-]/.test(digits))) return null;
  const currency = before ?? (after === '%' ? undefined : after);
  if (currency && /^[a-z]{3}$/i.test(currency) && !currencyCodes.has(currency.toUpperCase()))
    return null;
  return {
    digits: `${sign}${digits.trim()}`,
    currency: currency?.toUpperCase() ?? null,
    percent: after === '%',
  };
}
