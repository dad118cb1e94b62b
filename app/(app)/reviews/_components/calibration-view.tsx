import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { buttonClass } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { ReviewIcon } from '@/components/ui/icons';
import { EmptyState, Panel } from '@/components/ui/page-layout';
import type { Calibration, getCalibration } from '@/lib/reviews/calibration';
import type { getReviewStatus } from '@/lib/reviews/get-review-status';
import { AgreementPanel, PeriodLinks } from './agreement-panel';
import { VersionsPanel, WeeksPanel } from './agreement-tables';

/** Compares Claude's verdicts with the managers' decisions, or says why there is nothing to compare. */
export async function CalibrationView(props: {
  readonly status: ReturnType<typeof getReviewStatus>;
  readonly calibration: ReturnType<typeof getCalibration>;
  readonly weeks: number;
}) {
  const { weeks } = props;
  const [{ last, off }, calibration] = await Promise.all([props.status, props.calibration]);
  const { seen, blind, byWeek, byVersion } = calibration;
  if (seen.total + blind.total > 0) {
    return (
      <>
        <AgreementPanel calibration={calibration} weeks={weeks} />
        <WeeksPanel weeks={byWeek} />
        <VersionsPanel versions={byVersion} />
        <DataNotesPanel {...calibration} format={await currentFormat()} />
      </>
    );
  }
  return (
    <Panel title="Do managers agree with Claude?" actions={last && <PeriodLinks weeks={weeks} />}>
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
            ? 'Claude will review the recommendations of the next run as soon as they are saved.'
            : 'Once reviews are on, Claude reviews the recommendations of each run as soon as they are saved.'}
        </EmptyState>
      ) : (
        <EmptyState
          title="No decisions on reviewed recommendations in this period"
          icon={<ReviewIcon />}
          actions={
            <Link href="/queue" className={buttonClass('primary')}>
              Go to the queue
            </Link>
          }
        >
          This compares Claude’s verdicts with the decisions that managers make on them.
        </EmptyState>
      )}
    </Panel>
  );
}

/** What the numbers above exclude, and how often managers decided quickly despite a warning. */
function DataNotesPanel({
  warned,
  decisions,
  late,
  seen,
  blind,
  format,
}: Pick<Calibration, 'warned' | 'decisions' | 'late' | 'seen' | 'blind'> & {
  readonly format: Format;
}) {
  const withVerdict = seen.total + blind.total;
  return (
    <Panel title="Notes">
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>
          {`${format.number(withVerdict)} of ${format.count(decisions, 'decision')} were on recommendations that Claude had reviewed.`}
          {late > 0 && ` ${format.number(late)} were made before the review and are excluded.`}
        </li>
        <li>{fastSentence(warned, format)}</li>
      </ul>
    </Panel>
  );
}

function fastSentence({ decisions, timed, fast }: Calibration['warned'], format: Format): string {
  if (decisions === 0) return 'No decisions were made on rows with a warning.';
  const rows = `${format.count(decisions, 'decision')} on rows with a caution, a reassign, or an overridden rule`;
  if (timed === 0) return `For ${rows}, the viewing time is unknown.`;
  const unknown =
    timed < decisions ? ` The viewing time of ${format.number(decisions - timed)} is unknown.` : '';
  return `Of ${rows}, ${format.number(fast)} (${format.percent(fast / timed)} of those timed) were made within 3 seconds.${unknown}`;
}
