import { formatCount, formatNumber, formatShare } from '@/components/ui/format';
import { Panel } from '@/components/ui/panel';
import type { Calibration } from '@/lib/review/get-calibration';

/** What the figures above leave out, and how often a warning was hardly looked at. */
export function WarnedPanel({
  warned,
  decisions,
  late,
  seen,
  blind,
}: Pick<Calibration, 'warned' | 'decisions' | 'late' | 'seen' | 'blind'>) {
  const withVerdict = seen.total + blind.total;
  return (
    <Panel title="What else there is to know">
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>
          {`${formatNumber(withVerdict)} of ${formatCount(decisions, 'decision')} were on a recommendation that Claude had reviewed.`}
          {late > 0 && ` ${formatNumber(late)} came before the review did and are left out.`}
        </li>
        <li>{fastSentence(warned)}</li>
      </ul>
    </Panel>
  );
}

/** Counted, not blocked: a fast decision may be a right one. */
function fastSentence({ decisions, timed, fast }: Calibration['warned']): string {
  if (decisions === 0) return 'No decision was made on a row that showed a warning.';
  const rows = `${formatCount(decisions, 'decision')} on rows that showed caution, reassign or a rule set aside`;
  if (timed === 0) return `Of ${rows} it is not known how long any was in view.`;
  const known =
    timed < decisions ? ` For ${formatNumber(decisions - timed)} it is not known how long.` : '';
  return `Of ${rows}, ${formatNumber(fast)} (${formatShare(fast / timed)} of those timed) came within 3 seconds.${known}`;
}
