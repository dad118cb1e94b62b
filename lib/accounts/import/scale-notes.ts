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
