import { classNames } from '@/components/ui/class-names';
import type { TimelineTone } from './timeline';
import { timelineFill, timelineInset } from './timeline-lane-row';

const order = ['accent', 'neutral', 'warn', 'danger'] as const;

/** Names the tones of a timeline, each at the height that it has in the lanes. */
export function TimelineLegend({
  tones,
}: {
  readonly tones: Partial<Record<TimelineTone, string>>;
}) {
  const named = order.filter((tone) => tones[tone]);
  if (named.length === 0) return null;
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 text-xs text-ink-muted">
      {named.map((tone) => (
        <li key={tone} className="inline-flex items-center gap-1.5">
          <span className="relative h-7 w-5">
            <span
              data-mark
              className={classNames('absolute inset-x-0 rounded-sm', timelineInset[tone])}
              style={{ background: timelineFill[tone] }}
            />
          </span>
          {tones[tone]}
        </li>
      ))}
    </ul>
  );
}
