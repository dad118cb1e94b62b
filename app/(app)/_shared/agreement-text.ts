import type { Format } from '@/components/ui/format';
import { type ChanceComparison, MIN_CASES, type Proportion } from '@/lib/statistics';

/** A share with its counts, or only the counts of a small sample: "16% (9 of 57)". */
export function shareText({ count, of }: Proportion, format: Format): string {
  if (of === 0) return '–';
  const counts = `${format.number(count)} of ${format.number(of)}`;
  return of < MIN_CASES ? counts : `${format.percent(count / of)} (${counts})`;
}

const results = {
  better: 'better than chance',
  no_better: 'no better than chance',
  worse: 'worse than chance',
  too_few: `fewer than ${MIN_CASES} cases, too few to say`,
  one_answer: 'all verdicts or all decisions are the same, so there is nothing to compare',
} as const satisfies Record<ChanceComparison['result'], string>;

/** Whether agreement is better than chance: "no better than chance". */
export function chanceResult({ result }: ChanceComparison): string {
  return results[result];
}

/** The same as a sentence, with kappa and its 95% interval. */
export function chanceSentence(chance: ChanceComparison, format: Format): string {
  const verdict = capitalize(results[chance.result]);
  if (!('kappa' in chance)) return `${verdict}.`;
  const [from, to] = chance.interval;
  const number = (value: number) => format.fixed(value, 2);
  return `${verdict}: by chance, ${format.percent(chance.expected)} would agree. Kappa is ${number(chance.kappa)} (95% interval ${number(from)} to ${number(to)}).`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
