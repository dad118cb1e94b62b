import { type ScaledScore, scaledScores, unlikelyScale } from '@/lib/engine/score-scale';

const scores = Object.keys(scaledScores) as ScaledScore[];

function numbersIn(rows: readonly Record<string, unknown>[], column: string): number[] {
  return rows.map((row) => row[column]).filter((value) => typeof value === 'number');
}

function highestOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** Notes about scores that are never above a small part of their scale. */
export function scaleNotes(file: string, rows: readonly Record<string, unknown>[]): string[] {
  return scores.flatMap((score) => {
    const values = numbersIn(rows, score);
    const highest = highestOf(values);
    const scale = unlikelyScale(score, { count: values.length, highest });
    if (!scale) return [];
    const { max } = scaledScores[score];
    const looks = scale === 'fraction' ? 'a fraction' : `a score from ${scale}`;
    const factor = scale === 'fraction' ? max : max / 10;
    return [
      `${file}: ${score} looks like ${looks}: the highest of ${values.length.toLocaleString('en-US')} values is ${highest}. It should be from 0 to ${max}. If it is on another scale, multiply it by ${factor} and import the file again.`,
    ];
  });
}

// "Revenue (k)", "arr_in_thousands", "ARR (000s)", "K$", "TEUR"; and "MRR $m", "revenue in millions".
const THOUSANDS =
  /(?:^|[^\p{L}\p{N}])(?:k|k ?\p{Sc}|\p{Sc} ?k|kusd|keur|kgbp|teur|t\u20ac|thousands?|000s?)(?![\p{L}\p{N}])/iu;
const MILLIONS =
  /(?:^|[^\p{L}\p{N}])(?:mm?|mm? ?\p{Sc}|\p{Sc} ?mm?|mio|millions?|mn)(?![\p{L}\p{N}])/iu;

/**
 * A note about revenue that is in thousands or millions by its heading.
 * @param heading the column's name in the file
 */
export function revenueUnitNotes(
  file: string,
  heading: string,
  rows: readonly Record<string, unknown>[],
): string[] {
  const words = heading.replaceAll('_', ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const unit = [
    { name: 'thousands', factor: 1_000, pattern: THOUSANDS },
    { name: 'millions', factor: 1_000_000, pattern: MILLIONS },
  ].find(({ pattern }) => pattern.test(words));
  const values = numbersIn(rows, 'revenue');
  if (!unit || values.length === 0) return [];
  const highest = highestOf(values);
  const [read, full, factor] = [highest, highest * unit.factor, unit.factor].map((number) =>
    number.toLocaleString('en-US'),
  );
  return [
    `${file}: by its heading, ${JSON.stringify(heading)} is in ${unit.name}, and its values were read as they are: the highest of ${values.length.toLocaleString('en-US')} is ${read}. If it should be ${full}, multiply the column by ${factor} and import the file again.`,
  ];
}

/** If fewer values are above the maximum, they are mistakes rather than on another scale. */
const MIN_SHARE_ABOVE = 0.25;

/** Hints about scores that are out of range because they are on another scale. */
export function outOfRangeHints(rows: readonly Record<string, unknown>[]): string[] {
  return scores.flatMap((score) => {
    const { max } = scaledScores[score];
    const values = numbersIn(rows, score);
    const highest = highestOf(values);
    const scale = [100, 1_000].find((top) => top > max && highest <= top);
    const above = values.filter((value) => value > max).length;
    if (!scale || above < 2 || above < values.length * MIN_SHARE_ABOVE) return [];
    return [
      `${score} looks like a score from 0 to ${scale.toLocaleString('en-US')}: the highest of ${values.length.toLocaleString('en-US')} values is ${highest}. Divide it by ${scale / max}, so that it is from 0 to ${max}.`,
    ];
  });
}
