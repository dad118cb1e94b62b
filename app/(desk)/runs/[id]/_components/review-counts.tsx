import { Badge } from '@/components/ui/badge';
import { formatNumber } from '@/components/ui/format';
import type { Tone } from '@/components/ui/tone';
import type { RunReview } from '@/lib/review/get-review';
import { verdictWords } from '@/lib/review/words';

type Count = Exclude<keyof RunReview['counts'], 'recommendations'>;

const faces: Readonly<Record<Count, { readonly name: string; readonly tone: Tone }>> = {
  approve: { name: verdictWords.approve.name, tone: 'ok' },
  caution: { name: verdictWords.caution.name, tone: 'warn' },
  reassign: { name: verdictWords.reassign.name, tone: 'danger' },
  hidden: { name: 'Hidden until decided', tone: 'neutral' },
  unreviewed: { name: 'Unreviewed', tone: 'neutral' },
};

/** How many recommendations have which verdict; those that are zero only where a verdict is. */
export function ReviewCounts({ counts }: { readonly counts: RunReview['counts'] }) {
  const shown = (Object.keys(faces) as Count[]).filter(
    (count) => counts[count] > 0 || count in verdictWords,
  );
  return (
    <ul aria-label="Verdicts" className="flex flex-wrap gap-1.5">
      {shown.map((count) => (
        <li key={count}>
          <Badge tone={counts[count] > 0 ? faces[count].tone : 'neutral'}>
            {`${faces[count].name}: ${formatNumber(counts[count])}`}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
