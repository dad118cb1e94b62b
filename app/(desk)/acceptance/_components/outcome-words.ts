import type { Outcomes } from '@/lib/analytics/acceptance-counts';

/** What became of a recommendation, as the columns and the lists call it. */
export const outcomeWords = {
  accepted: 'Accepted',
  overridden: 'Overridden',
  rejected: 'Rejected',
  pending: 'Pending',
  superseded: 'Superseded',
  incomplete: 'Incomplete',
} as const satisfies Partial<Record<keyof Outcomes, string>>;
export type OutcomeName = keyof typeof outcomeWords;
export const outcomeNames = Object.keys(outcomeWords) as OutcomeName[];

/** The score band that begins at 20 times `band`. */
export function bandWords(band: number | null): string {
  return band === null ? 'Unknown' : `${band * 20}–${band * 20 + 20}`;
}

/** A segment and a level as one name. */
export function classWords(segment: string | null, level: string | null): string {
  if (segment === null && level === null) return 'Unknown';
  return `${segment ?? 'Unknown segment'}, ${level ?? 'unknown level'}`;
}

/** A method of assignment. */
export function methodWords(method: string | null): string {
  if (method === null) return 'Unknown';
  return method || 'Empty';
}

/** An hour of the clock. */
export function hourWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
