import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';
import { ReviewIcon } from '@/components/ui/icons';
import { Panel } from '@/components/ui/panel';
import type { getCalibration } from '@/lib/review/get-calibration';
import type { getReviewStanding } from '@/lib/review/get-review-standing';
import { AgreementPanel } from './agreement-panel';
import { PeriodLinks } from './period-links';
import { VersionsPanel } from './versions-panel';
import { WarnedPanel } from './warned-panel';
import { WeeksPanel } from './weeks-panel';

/** How Claude's verdicts stand beside the managers' decisions, or why there is nothing to compare. */
export async function CalibrationView(props: {
  readonly standing: ReturnType<typeof getReviewStanding>;
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
        <WarnedPanel {...calibration} />
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
              <Link href="/runs" className={buttonStyle('primary')}>
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
            <Link href="/queue" className={buttonStyle('primary')}>
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
