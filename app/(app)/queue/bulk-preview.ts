import type { Serialized } from '@/app/(app)/_shared/serialized';
import type { PreviewedDecision } from '@/lib/decisions/preview-decisions';
import type { BulkVerb, SelectedRow } from './bulk-queries';
import { type BrokenRules, brokenRulesOf, type DecisionChoice } from './decision';
import type { Flag } from './queue-row';

/** What a person chose to do with several recommendations. */
export type BulkChoice = Extract<DecisionChoice, { verb: BulkVerb }>;

/** What a bulk decision would do, by what the person has confirmed so far. */
export interface BulkSummary {
  /** In the order in which to send them, with the rules that are confirmed for each. */
  readonly sent: readonly { readonly row: SelectedRow; readonly acknowledged: readonly Flag[] }[];
  /** What breaks a rule. */
  readonly flagged: readonly { readonly row: SelectedRow; readonly rules: BrokenRules }[];
  /** How many break each rule. One that breaks two rules counts for both. */
  readonly groups: readonly { readonly flag: Flag; readonly count: number }[];
  readonly skipped: readonly { readonly row: SelectedRow; readonly reason: string }[];
}

/**
 * Summarizes a preview.
 * @param confirmed the rules that the person accepts to break; a recommendation is sent if all of its
 * rules are confirmed
 */
export function summarizePreview(
  rows: readonly SelectedRow[],
  previews: readonly Serialized<PreviewedDecision>[],
  confirmed: ReadonlySet<Flag>,
): BulkSummary {
  const rowById = new Map(rows.map((row) => [row.id, row]));
  const sent: { row: SelectedRow; acknowledged: readonly Flag[] }[] = [];
  const flagged: { row: SelectedRow; rules: BrokenRules }[] = [];
  const counts = new Map<Flag, number>();
  const skipped: { row: SelectedRow; reason: string }[] = [];
  for (const preview of previews) {
    const row = rowById.get(preview.recommendationId);
    if (!row) continue;
    if (preview.status === 'skipped') {
      skipped.push({ row, reason: preview.error.message });
      continue;
    }
    if (preview.status === 'ready') {
      sent.push({ row, acknowledged: [] });
      continue;
    }
    const rules = brokenRulesOf(preview);
    flagged.push({ row, rules });
    for (const flag of rules.flags) counts.set(flag, (counts.get(flag) ?? 0) + 1);
    if (rules.flags.every((flag) => confirmed.has(flag))) {
      sent.push({ row, acknowledged: rules.flags });
    }
  }
  return {
    sent,
    flagged,
    skipped,
    groups: [...counts].map(([flag, count]) => ({ flag, count })),
  };
}
