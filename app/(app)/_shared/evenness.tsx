import type { ValueZone } from '@/components/charts/chart-spec';
import { Badge } from '@/components/ui/badge';
import type { Format } from '@/components/ui/format';
import type { Evenness } from '@/lib/engine/types';

interface EvennessGrade {
  readonly label: string;
  readonly tone: ValueZone['tone'];
  /** The coefficient of variation (in percent) from which the next grade applies. */
  readonly below: number;
}

/** From most to least even. */
const evennessGrades: readonly EvennessGrade[] = [
  { label: 'Excellent', tone: 'ok', below: 15 },
  { label: 'Good', tone: 'ok', below: 20 },
  { label: 'Fair', tone: 'warn', below: 25 },
  { label: 'Poor', tone: 'danger', below: Number.POSITIVE_INFINITY },
];

/** Explains CV and its grades in a description. */
export const evennessExplanation = `CV is the spread as a share of the mean: ${evennessGrades
  .slice(0, -1)
  .map(({ label, below }) => `under ${below}% is ${label.toLowerCase()}`)
  .join(', ')}.`;

/** The grades as bands of a chart whose values are shares (0–1). */
export const evennessZones: readonly ValueZone[] = evennessGrades.map(
  ({ label, tone, below }, index) => ({
    title: label,
    tone,
    from: index === 0 ? null : (evennessGrades[index - 1] as EvennessGrade).below / 100,
    to: Number.isFinite(below) ? below / 100 : null,
  }),
);

/** The grade of a coefficient of variation (in percent). */
export function evennessGrade(cv: number): EvennessGrade {
  return evennessGrades.find(({ below }) => cv < below) as EvennessGrade;
}

/** The grade of an evenness; nothing if there is nothing to compare. */
export function EvennessBadge({ evenness }: { readonly evenness: Evenness | null }) {
  if (evenness === null) return null;
  const { label, tone } = evennessGrade(evenness.cv);
  return <Badge tone={tone}>{label}</Badge>;
}

/** A coefficient of variation as a percentage; a dash if there is nothing to compare. */
export function formatCv(evenness: Evenness | null, format: Format): string {
  return format.percent(evenness && evenness.cv / 100, 1);
}
