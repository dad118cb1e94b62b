import { z } from 'zod';
import { nameKey } from '@/lib/names';
import { DAY_MS } from '@/lib/time';
import { type CsmField, type CsmValues, csmFields } from '@/lib/warehouse/sql/csm-edits';

const MAX_CAPACITY = 100_000;
const MAX_TEXT = { manager_name: 100, class: 50 } as const;
const FIRST_DAY = '1950-01-01';
/** How far ahead a start or a leave can be planned. */
const MAX_AHEAD_DAYS = 2 * 366;

const values = z.object(
  Object.fromEntries(csmFields.map((field) => [field, z.string().max(1_000).nullable()])) as Record<
    CsmField,
    z.ZodNullable<z.ZodString>
  >,
);

export const editCsmInput = z.object({
  /** The person's name, in any spelling. */
  name: z.string().min(1).max(200),
  /** The edited values that the person saw. */
  seen: values,
  /** The edited values from now on, as text. Null or blank: the source's counts. */
  values,
});

/** What is wrong with values, by field, as the end of a sentence that starts with the field. */
export type CsmProblems = Readonly<Partial<Record<CsmField, string>>>;

/**
 * Brings values that a person typed into the form in which they are stored.
 * @returns the values, or what is wrong with them
 */
export function parseCsmValues(
  typed: z.output<typeof values>,
  now: Date,
): { readonly values: CsmValues } | { readonly problems: CsmProblems } {
  const parsed = Object.fromEntries(csmFields.map((field) => [field, null])) as Record<
    CsmField,
    string | null
  >;
  const problems: Partial<Record<CsmField, string>> = {};
  for (const field of csmFields) {
    const text = typed[field]?.trim() ?? '';
    if (text === '') continue;
    const result = parsers[field](text, now);
    if ('problem' in result) problems[field] = result.problem;
    else parsed[field] = result.value;
  }
  const { away_from: from, away_until: until } = parsed;
  if (from !== null && until === null && !problems.away_until) {
    problems.away_until = 'is required with a first day.';
  }
  if (from !== null && until !== null && until <= from) {
    problems.away_until = 'must be after the first day.';
  }
  return Object.keys(problems).length > 0 ? { problems } : { values: parsed };
}

type Parsed = { readonly value: string | null } | { readonly problem: string };

const parsers: Readonly<Record<CsmField, (text: string, now: Date) => Parsed>> = {
  start_date(text, now) {
    const latest = new Date(now.getTime() + MAX_AHEAD_DAYS * DAY_MS).toISOString().slice(0, 10);
    if (!z.iso.date().safeParse(text).success) return { problem: 'must be a date.' };
    if (text < FIRST_DAY || text > latest) return { problem: `must be from 1950 to ${latest}.` };
    return { value: text };
  },
  segment: parseClass,
  account_level: parseClass,
  capacity(text) {
    const number = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
    return number <= MAX_CAPACITY
      ? { value: String(number) }
      : { problem: 'must be a whole number from 0 to 100,000.' };
  },
  manager_name: (text) => parseName(text, MAX_TEXT.manager_name),
  away_from: parseMoment,
  away_until: parseMoment,
};

/** A class as policies name it, or as it was typed. "Any" means every class. */
function parseClass(text: string): Parsed {
  const known = ['Any', ...knownClassNames].find((name) => nameKey(name) === nameKey(text));
  return known ? { value: known } : parseName(text, MAX_TEXT.class);
}

/** The segments and levels with limits of their own in the policy. */
const knownClassNames = ['Residential', 'Commercial', 'Corporate', 'Enterprise'];

/** A placeholder such as "N/A" is no value. */
function parseName(text: string, max: number): Parsed {
  if (nameKey(text) === null) return { value: null };
  return [...text].length > max
    ? { problem: `can have at most ${max} characters.` }
    : { value: text };
}

function parseMoment(text: string, now: Date): Parsed {
  const time = Date.parse(text);
  const isTime = z.iso.datetime().safeParse(text).success && !Number.isNaN(time);
  if (!isTime) return { problem: 'must be a date.' };
  return time < Date.parse(FIRST_DAY) || time > now.getTime() + MAX_AHEAD_DAYS * DAY_MS
    ? { problem: 'must be within the next two years.' }
    : { value: new Date(time).toISOString() };
}
