import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time';
import type { ColumnKind } from './chart-data';

const second = 1_000;

const durationSteps = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR_MS),
];

/** The range of an axis. */
export type Domain = readonly [low: number, high: number];

/**
 * About `count` (at least two) round, evenly spaced values that span the domain. Steps are whole
 * numbers for counts and money, and clock units (15 min, 6 h, 1 d) for durations.
 */
export function niceTicks([low, high]: Domain, kind: ColumnKind, count = 5): readonly number[] {
  const step = niceStep((high - low) / Math.max(1, count - 1), kind);
  const first = Math.floor(roundOff(low / step));
  const last = Math.max(first + 1, Math.ceil(roundOff(high / step)));
  return Array.from({ length: last - first + 1 }, (_, i) => roundOff((first + i) * step));
}

function niceStep(rough: number, kind: ColumnKind): number {
  if (!(rough > 0)) return kind === 'duration' ? second : 1;
  if (kind === 'duration') {
    if (rough > 12 * HOUR_MS) return DAY_MS * decimalStep(rough / DAY_MS, true);
    return durationSteps.find((step) => step >= rough) ?? 12 * HOUR_MS;
  }
  return decimalStep(rough, kind === 'count' || kind === 'money');
}

/** The smallest of 1, 2, 2.5, and 5 times a power of ten that is at least `rough`. */
function decimalStep(rough: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const found = [1, 2, 2.5, 5, 10].find(
    (factor) => factor * power >= rough * 0.999 && !(whole && (factor * power) % 1 !== 0),
  );
  const step = (found ?? 10) * power;
  return whole ? Math.max(1, step) : step;
}

/** Removes floating-point noise. */
function roundOff(value: number): number {
  return Number(value.toPrecision(12));
}
