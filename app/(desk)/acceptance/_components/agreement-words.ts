import { formatCount, formatNumber, formatShare } from '@/components/ui/format';
import type { VerdictOutcomes } from '@/lib/analytics/acceptance-decided';

/** What verdicts beside decisions come to, in plain sentences. */
export function agreementSentences(agreement: readonly VerdictOutcomes[]): string {
  const of = (verdict: VerdictOutcomes['verdict']) =>
    agreement.find((row) => row.verdict === verdict);
  const known = agreement.filter(({ verdict }) => verdict !== null);
  const decided = known.reduce((sum, row) => sum + row.decided, 0);
  if (decided === 0) return 'Claude had said nothing of what was decided in this period.';
  const agreed = of('approve')?.accepted ?? 0;
  const all = `All three agreed in ${formatNumber(agreed)} of ${formatCount(decided, 'decision')} that Claude had spoken on (${formatShare(agreed / decided)}).`;
  const reassign = of('reassign');
  if (!reassign?.decided) return all;
  const followed = reassign.decided - reassign.accepted;
  const went = `Where Claude would reassign, managers decided otherwise in ${formatNumber(followed)} of ${formatNumber(reassign.decided)}`;
  return `${all} ${went}, of which ${formatNumber(reassign.toSuggestion)} went to the CSM that Claude suggested.`;
}
