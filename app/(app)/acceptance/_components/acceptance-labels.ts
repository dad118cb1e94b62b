import { chanceSentence, shareText } from '@/app/(app)/_shared/agreement-text';
import type { RowsQuery } from '@/app/(app)/acceptance/search-params';
import type { Format } from '@/components/ui/format';
import type { VerdictOutcomes } from '@/lib/analytics/acceptance/get-acceptance';
import { decisionReasonLabel, recommendationStateLabels } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import type { Verdict } from '@/lib/reviews/types';
import { methodLabel } from '@/lib/runs/labels';
import { compareWithChance, type Proportion } from '@/lib/statistics';

export const outcomeLabels = { ...recommendationStateLabels, incomplete: 'Incomplete' };
export type OutcomeName = keyof typeof outcomeLabels;
export const outcomeNames = Object.keys(outcomeLabels) as OutcomeName[];

/** Shown in place of a missing CSM. */
export const NO_CSM = 'No CSM';

/** The range of a score band: `band` times 20 up to 20 more. */
export function scoreBandLabel(band: number | null): string {
  return band === null ? 'Unknown' : `${band * 20}–${band * 20 + 20}`;
}

export function classLabel(segment: string | null, level: string | null): string {
  if (segment === null && level === null) return 'Unknown';
  return `${segment ?? 'Unknown segment'}, ${level ?? 'unknown level'}`;
}

/** An hour of the day in the reader's locale: "9 AM". */
export function hourLabel(hour: number, { locale }: Format): string {
  const options = { hour: 'numeric', timeZone: 'UTC' } as const;
  const text = new Intl.DateTimeFormat(locale, options).format(Date.UTC(2000, 0, 1, hour));
  return text.replace(/[\u00A0\u202F]/g, ' ');
}

const titlePrefixes: Readonly<Record<NonNullable<RowsQuery['rows']>, string>> = {
  all: 'All recommendations',
  decided: 'Decided recommendations',
  not_accepted: 'Recommendations not accepted',
  accepted: 'Accepted recommendations',
  overridden: 'Overridden recommendations',
  rejected: 'Rejected recommendations',
  pending: 'Pending recommendations',
  superseded: 'Superseded recommendations',
  incomplete: 'Recommendations without an account or CSM',
};

/** The title of the recommendations list, which names its filters. */
export function rowsTitle(query: RowsQuery, format: Format): string {
  const { overridesFrom, overridesTo, rows } = query;
  if (rows === null) {
    const from = overridesFrom === null ? '' : ` from ${overridesFrom || 'no CSM'}`;
    const to = overridesTo === null ? '' : ` to ${overridesTo || 'no CSM'}`;
    return `Overrides${from}${to}`;
  }
  const filters = Object.entries(filterLabels).flatMap(([key, label]) => {
    const value = query[key as keyof RowsQuery];
    return value === null ? [] : [label(String(value), format)];
  });
  return [titlePrefixes[rows], ...filters.filter(Boolean)].join(', ');
}

const orUnknown = (text: string) => text || 'unknown';

const filterLabels: Partial<Record<keyof RowsQuery, (value: string, format: Format) => string>> = {
  method: (value) => `method ${methodLabel(value || null).toLowerCase()}`,
  madeIn: (value, format) => `made in the week of ${format.day(value)}`,
  decidedIn: (value, format) => `decided in the week of ${format.day(value)}`,
  hour: (value, format) => `decided in the hour from ${hourLabel(Number(value), format)}`,
  csm: (value) => `CSM ${orUnknown(value)}`,
  ofSegment: (value) => `segment ${orUnknown(value)}`,
  ofLevel: (value) => `level ${orUnknown(value)}`,
  band: (value) => `score ${value === 'unknown' ? value : scoreBandLabel(Number(value))}`,
  verdict: (value) =>
    value === 'none'
      ? 'verdict hidden or none'
      : `verdict ${verdictLabels[value as 'approve'].name.toLowerCase()}`,
  reason: (value) => (value ? `reason: ${decisionReasonLabel(value)}` : 'no reason given'),
  suggestion: (value) => (value === 'followed' ? 'to Claude’s suggestion' : 'to another CSM'),
  receivedBy: (value) => `received by ${orUnknown(value)}`,
  external: (value) => (value === 'true' ? 'decided outside the app' : ''),
};

/** Whether Claude had reviewed the recommendation. */
export function isReviewed({ verdict }: VerdictOutcomes): boolean {
  return verdict !== null;
}

/** What managers did not accept, of all decided. */
export function notAcceptedOf(outcomes: readonly VerdictOutcomes[]): Proportion {
  const decided = outcomes.reduce((sum, row) => sum + row.decided, 0);
  return { count: decided - outcomes.reduce((sum, row) => sum + row.accepted, 0), of: decided };
}

/**
 * Summarizes what managers did not accept after each verdict, compared with all reviewed decisions, and
 * whether approvals and reassignments agree with the decisions more often than by chance.
 */
export function agreementSummary(agreement: readonly VerdictOutcomes[], format: Format): string {
  const reviewed = agreement.filter(isReviewed);
  const all = notAcceptedOf(reviewed);
  if (all.of === 0) return 'Claude had reviewed none of the decisions in this date range.';
  const after = (verdict: Verdict) =>
    notAcceptedOf(reviewed.filter((row) => row.verdict === verdict));
  const shares = (['reassign', 'caution', 'approve'] as const).map(
    (verdict) =>
      `${shareText(after(verdict), format)} after ${verdictLabels[verdict].name.toLowerCase()}`,
  );
  const [approve, reassign] = [after('approve'), after('reassign')];
  const chance = compareWithChance([
    [approve.of - approve.count, approve.count],
    [reassign.of - reassign.count, reassign.count],
  ]);
  return `Not accepted: ${format.list([...shares, `${shareText(all, format)} of all reviewed`])}. ${chanceSentence(chance, format)}`;
}
