import { scaledScores, unlikelyScale } from '@/lib/engine/score-scale';
import type { Finding, FindingNumbers, FindingRow } from './finding';
import type { Diagnostics } from './get-diagnostics';

const effects = {
  neediness_score: 'No account is high-need, so none goes to an experienced CSM for it.',
  health_score: 'Every account counts as red, unless the source provides its color.',
} as const;

/** Findings about scores that seem to be on another scale than ours. */
export function scaleFindings(
  { accounts: { scores, offScale }, warehouse }: Pick<Diagnostics, 'accounts' | 'warehouse'>,
  { number, count }: FindingNumbers,
): Finding[] {
  const ranges = [
    {
      score: 'neediness_score' as const,
      known: scores.neediness,
      highest: scores.highestNeediness ?? 0,
      above: scores.needinessAbove,
    },
    {
      score: 'health_score' as const,
      known: scores.health,
      highest: scores.highestHealth ?? 0,
      above: scores.healthAbove,
    },
  ];
  const isEmbedded = warehouse.kind === 'duckdb';
  const fix = isEmbedded
    ? 'Correct the column and import the list again.'
    : 'Ask the data team to correct the column.';
  const actions = isEmbedded ? [{ label: 'Import a list', adminHref: '/import' }] : [];
  return ranges.flatMap(({ score, known, highest, above }): Finding[] => {
    const { label, max } = scaledScores[score];
    const scale = unlikelyScale(score, { count: known, highest });
    const rows = offScale
      .filter((each) => each.score === score)
      .map(({ id, name, value }): FindingRow => ({ account: id, name, note: `${label} ${value}` }));
    const listed = (affected: number) =>
      rows.length < affected ? ` The ${number(rows.length)} highest are listed.` : '';
    const column = `It is the column ${score}, from 0 to ${max}.`;
    if (scale) {
      const looks = scale === 'fraction' ? 'a fraction' : `a score from ${scale}`;
      return [
        {
          id: `${label}-scale`,
          severity: 'warning',
          title: `${label[0]?.toUpperCase()}${label.slice(1)} looks like ${looks}: the highest of ${number(known)} values is ${highest}`,
          detail: `${column} ${effects[score]} ${fix}${listed(known)}`,
          rows,
          actions,
        },
      ];
    }
    if (above === 0) return [];
    return [
      {
        id: `${label}-above`,
        severity: 'warning',
        title: `${count(above, 'account has', 'accounts have')} a ${label} above ${max}; the highest is ${number(highest)}`,
        detail: `${column} Values above it count as missing. ${fix}${listed(above)}`,
        rows,
        actions,
      },
    ];
  });
}
