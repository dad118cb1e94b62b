import type { RowsQuery } from '@/app/(app)/acceptance/search-params';
import { formatCount, formatNumber, formatPercent } from '@/components/ui/format';
import type { VerdictOutcomes } from '@/lib/analytics/acceptance/get-acceptance';
import type { OutcomeRates } from '@/lib/analytics/acceptance/outcomes';
import { decisionReasonLabel } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';

/** What became of a recommendation, as the columns and the lists call it. */
export const outcomeLabels = {
  accepted: 'Accepted',
  overridden: 'Overridden',
  rejected: 'Rejected',
  pending: 'Pending',
  superseded: 'Superseded',
  incomplete: 'Incomplete',
} as const satisfies Partial<Record<keyof OutcomeRates, string>>;
export type OutcomeName = keyof typeof outcomeLabels;
export const outcomeNames = Object.keys(outcomeLabels) as OutcomeName[];

/** The score band that begins at 20 times `band`. */
export function scoreBandLabel(band: number | null): string {
  return band === null ? 'Unknown' : `${band * 20}–${band * 20 + 20}`;
}

/** A segment and a level as one name. */
export function classLabel(segment: string | null, level: string | null): string {
  if (segment === null && level === null) return 'Unknown';
  return `${segment ?? 'Unknown segment'}, ${level ?? 'unknown level'}`;
}

/** An hour of the clock. */
export function hourLabel(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

const titlePrefixes = {
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
    rows in titlePrefixes
      ? titlePrefixes[rows as keyof typeof titlePrefixes]
      : `${outcomeLabels[rows as 'accepted']} recommendations`;
  const parts = Object.entries(filterLabels).flatMap(([key, say]) => {
    const value = query[key as keyof RowsQuery];
    return value === null ? [] : [say(String(value))];
  });
  return [head, ...parts.filter(Boolean)].join(', ');
}

const orUnknown = (text: string) => text || 'unknown';
const filterLabels: Partial<Record<keyof RowsQuery, (value: string) => string>> = {
  method: (value) => `method ${orUnknown(value)}`,
  madeIn: (value) => `made in the week of ${value}`,
  decidedIn: (value) => `decided in the week of ${value}`,
  hour: (value) => `decided from ${hourLabel(Number(value))} on`,
  csm: (value) => `CSM ${orUnknown(value)}`,
  ofSegment: (value) => `segment ${orUnknown(value)}`,
  ofLevel: (value) => `level ${orUnknown(value)}`,
  band: (value) => `score ${value === 'unknown' ? value : scoreBandLabel(Number(value))}`,
  verdict: (value) =>
    value === 'none'
      ? 'verdict kept back or none'
      : `verdict ${verdictLabels[value as 'approve'].name.toLowerCase()}`,
  reason: (value) => (value ? `reason: ${decisionReasonLabel(value)}` : 'no reason given'),
  suggestion: (value) => (value === 'followed' ? 'to Claude’s suggestion' : 'to another CSM'),
  elsewhere: (value) => (value === 'true' ? 'decided elsewhere' : ''),
};

/** What verdicts beside decisions come to, in plain sentences. */
export function agreementSummary(agreement: readonly VerdictOutcomes[]): string {
  const of = (verdict: VerdictOutcomes['verdict']) =>
    agreement.find((row) => row.verdict === verdict);
  const known = agreement.filter(({ verdict }) => verdict !== null);
  const decided = known.reduce((sum, row) => sum + row.decided, 0);
  if (decided === 0) return 'Claude had said nothing of what was decided in this period.';
  const agreed = of('approve')?.accepted ?? 0;
  const all = `All three agreed in ${formatNumber(agreed)} of ${formatCount(decided, 'decision')} that Claude had spoken on (${formatPercent(agreed / decided)}).`;
  const reassign = of('reassign');
  if (!reassign?.decided) return all;
  const followed = reassign.decided - reassign.accepted;
  const went = `Where Claude would reassign, managers decided otherwise in ${formatNumber(followed)} of ${formatNumber(reassign.decided)}`;
  return `${all} ${went}, of which ${formatNumber(reassign.toSuggestion)} went to the CSM that Claude suggested.`;
}
