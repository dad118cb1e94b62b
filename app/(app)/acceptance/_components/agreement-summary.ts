import type { Format } from '@/components/ui/format';
import type { VerdictOutcomes } from '@/lib/analytics/acceptance/get-acceptance';

/** Summarizes how often the engine, Claude, and managers agreed. */
export function agreementSummary(agreement: readonly VerdictOutcomes[], format: Format): string {
  const forVerdict = (verdict: VerdictOutcomes['verdict']) =>
    agreement.find((row) => row.verdict === verdict);
  const decided = agreement
    .filter(({ verdict }) => verdict !== null)
    .reduce((sum, row) => sum + row.decided, 0);
  if (decided === 0) return 'Claude had reviewed none of the decisions in this date range.';
  const agreed = forVerdict('approve')?.accepted ?? 0;
  const agreedText = `All three agreed in ${format.number(agreed)} of ${format.count(decided, 'reviewed decision')} (${format.percent(agreed / decided)}).`;
  const reassign = forVerdict('reassign');
  if (!reassign?.decided) return agreedText;
  const notAccepted = reassign.decided - reassign.accepted;
  return `${agreedText} When Claude suggested another CSM, managers did not accept the engine’s choice in ${format.number(notAccepted)} of ${format.number(reassign.decided)} and followed Claude’s suggestion in ${format.number(reassign.toSuggestion)}.`;
}
