import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { buttonClass } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { ReviewIcon } from '@/components/ui/icons';
import { EmptyState, Panel } from '@/components/ui/page-layout';
import type { Calibration, getCalibration } from '@/lib/analytics/reviews/get-calibration';
import type { getReviewStatus } from '@/lib/reviews/get-review-status';
import { AgreementPanel } from './agreement-panel';
import { VersionsPanel, WeeksPanel } from './agreement-tables';
import { CountLink } from './list-links';

/** Compares Claude's verdicts with the managers' decisions, or says why there is nothing to compare. */
export async function CalibrationView(props: {
  readonly status: ReturnType<typeof getReviewStatus>;
  readonly calibration: ReturnType<typeof getCalibration>;
  readonly scope: ScopeQuery;
}) {
  const { scope } = props;
  const [{ last, off }, calibration] = await Promise.all([props.status, props.calibration]);
  const { seen, blind, byVersion } = calibration;
  if (seen.total + blind.total > 0) {
    return (
      <>
        <AgreementPanel calibration={calibration} scope={scope} />
        <WeeksPanel calibration={calibration} scope={scope} />
        <VersionsPanel versions={byVersion} scope={scope} />
        <DataNotesPanel calibration={calibration} scope={scope} format={await currentFormat()} />
      </>
    );
  }
  return (
    <Panel title="Do managers agree with Claude?">
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
  calibration: { warned, decisions, late, seen, blind },
  ...rest
}: {
  readonly calibration: Calibration;
  readonly scope: ScopeQuery;
  readonly format: Format;
}) {
  return (
    <Panel title="Notes">
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>
          <CountLink count={seen.total + blind.total} list={{ rows: 'reviewed' }} {...rest} /> of{' '}
          <CountLink count={decisions} noun="decision" list={{ rows: 'all' }} {...rest} /> were on
          recommendations that Claude had reviewed.
          {late > 0 && (
            <>
              {' '}
              <CountLink count={late} list={{ rows: 'late' }} {...rest} /> were made before the
              review and are excluded.
            </>
          )}
        </li>
        <li>
          <WarnedSentence warned={warned} {...rest} />
        </li>
      </ul>
    </Panel>
  );
}

function WarnedSentence({
  warned: { decisions, timed, fast },
  ...rest
}: {
  readonly warned: Calibration['warned'];
  readonly scope: ScopeQuery;
  readonly format: Format;
}) {
  const { format } = rest;
  if (decisions === 0) return 'No decisions were made on rows with a warning.';
  const rows = (
    <>
      <CountLink count={decisions} noun="decision" list={{ rows: 'warned' }} {...rest} /> on rows
      with a caution, a reassign, or an overridden rule
    </>
  );
  if (timed === 0) return <>For {rows}, the viewing time is unknown.</>;
  return (
    <>
      Of {rows}, <CountLink count={fast} list={{ rows: 'fast' }} {...rest} />{' '}
      {`(${format.percent(fast / timed)} of those timed) were made within 3 seconds.`}
      {timed < decisions && ` The viewing time of ${format.number(decisions - timed)} is unknown.`}
    </>
  );
}
