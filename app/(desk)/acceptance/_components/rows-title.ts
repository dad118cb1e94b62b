import { reasonWords } from '@/lib/decisions/reasons';
import { verdictWords } from '@/lib/review/words';
import type { RowsQuery } from '../search-params';
import { bandWords, hourWords, outcomeWords } from './outcome-words';

const first = {
  all: 'All recommendations',
  decided: 'Decided recommendations',
  incomplete: 'Recommendations without account or CSM',
} as const;

/** What a list of recommendations is called by what it is narrowed to. */
export function rowsTitle(query: RowsQuery): string {
  const { overridesFrom, overridesTo, rows } = query;
  const or = (name: string | null) => name || 'nobody named';
  if (rows === null) {
    const from = overridesFrom === null ? '' : ` from ${or(overridesFrom)}`;
    return `Overrides${from}${overridesTo === null ? '' : ` to ${or(overridesTo)}`}`;
  }
  const head =
    rows in first
      ? first[rows as keyof typeof first]
      : `${outcomeWords[rows as 'accepted']} recommendations`;
  const parts = Object.entries(words).flatMap(([key, say]) => {
    const value = query[key as keyof RowsQuery];
    return value === null ? [] : [say(String(value))];
  });
  return [head, ...parts.filter(Boolean)].join(', ');
}

const known = (text: string) => text || 'unknown';
const words: Partial<Record<keyof RowsQuery, (value: string) => string>> = {
  method: (value) => `method ${known(value)}`,
  madeIn: (value) => `made in the week of ${value}`,
  decidedIn: (value) => `decided in the week of ${value}`,
  hour: (value) => `decided from ${hourWords(Number(value))} on`,
  csm: (value) => `CSM ${known(value)}`,
  ofSegment: (value) => `segment ${known(value)}`,
  ofLevel: (value) => `level ${known(value)}`,
  band: (value) => `score ${value === 'unknown' ? value : bandWords(Number(value))}`,
  verdict: (value) =>
    value === 'none'
      ? 'verdict kept back or none'
      : `verdict ${verdictWords[value as 'approve'].name.toLowerCase()}`,
  reason: (value) => (value ? `reason: ${reasonWords(value)}` : 'no reason given'),
  suggestion: (value) => (value === 'followed' ? 'to Claude’s suggestion' : 'to another CSM'),
  elsewhere: (value) => (value === 'true' ? 'decided elsewhere' : ''),
};
