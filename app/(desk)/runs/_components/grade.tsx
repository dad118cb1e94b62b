import { Badge } from '@/components/ui/badge';
import type { Tone } from '@/components/ui/tone';
import { type EvennessWord, evennessWord } from '@/lib/runs/result-words';

const tones: Record<EvennessWord, Tone> = {
  excellent: 'ok',
  good: 'ok',
  fair: 'warn',
  poor: 'danger',
};

/** How good a coefficient of variation (per cent) is, in a word. */
export function Grade({ cv }: { readonly cv: number }) {
  const word = evennessWord(cv);
  return <Badge tone={tones[word]}>{word}</Badge>;
}
