import { Badge, type Tone } from '@/components/ui/badge';
import { type EvennessGrade, evennessGrade } from '@/lib/runs/labels';

const gradeTones: Record<EvennessGrade, Tone> = {
  excellent: 'ok',
  good: 'ok',
  fair: 'warn',
  poor: 'danger',
};

/** How good a coefficient of variation (per cent) is, in a word. */
export function EvennessBadge({ cv }: { readonly cv: number }) {
  const word = evennessGrade(cv);
  return <Badge tone={gradeTones[word]}>{word}</Badge>;
}
