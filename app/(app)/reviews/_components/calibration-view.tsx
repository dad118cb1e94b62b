import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { formatCount, formatNumber, formatPercent } from '@/components/ui/format';
import { ReviewIcon } from '@/components/ui/icons';
import { EmptyState, Panel } from '@/components/ui/page-layout';
import type { Calibration, getCalibration } from '@/lib/reviews/calibration';
import type { getReviewStatus } from '@/lib/reviews/get-review-status';
import { AgreementPanel, PeriodLinks } from './agreement-panel';
import { VersionsPanel, WeeksPanel } from './agreement-tables';

/** How Claude's verdicts stand beside the managers' decisions, or why there is nothing to compare. */
export async function CalibrationView(props: {
  readonly standing: ReturnType<typeof getReviewStatus>;
  readonly calibration: ReturnType<typeof getCalibration>;
  readonly weeks: number;
}) {
  const { weeks } = props;
  const [{ last, off }, calibration] = await Promise.all([props.standing, props.calibration]);
  const { seen, blind, byWeek, byVersion } = calibration;
  if (seen.total + blind.total > 0) {
    return (
      <>
        <AgreementPanel calibration={calibration} weeks={weeks} />
        <WeeksPanel weeks={byWeek} />
        <VersionsPanel versions={byVersion} />
        <DataNotesPanel {...calibration} />
      </>
    );
  }
  return (
    <Panel title="Do managers agree with Claude?" aside={last && <PeriodLinks weeks={weeks} />}>
      {last === null ? (
        <EmptyState
          title="Claude has not reviewed anything yet"
          icon={<ReviewIcon />}
          actions={
            off === null && (
              <Link href="/runs" className={buttonClass('primary')}>
                Start a run
              </Link>
            )
          }
        >
          {off === null
            ? 'The recommendations of the next run are reviewed as soon as they are saved.'
            : 'Once review is on, the recommendations of each run are reviewed as soon as they are saved.'}
        </EmptyState>
      ) : (
        <EmptyState
          title="No verdict was decided on in this time"
          icon={<ReviewIcon />}
          actions={
            <Link href="/queue" className={buttonClass('primary')}>
              Go to the queue
            </Link>
          }
        >
          As managers decide on recommendations that Claude has reviewed, this compares the two.
        </EmptyState>
      )}
    </Panel>
  );
}

/** What the figures above leave out, and how often a warning was hardly looked at. */
function DataNotesPanel({
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
  return `Of ${rows}, ${formatNumber(fast)} (${formatPercent(fast / timed)} of those timed) came within 3 seconds.${known}`;
}
