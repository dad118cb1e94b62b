import { Panel } from '@/components/ui/panel';
import type { SeenAndBlind } from '@/lib/review/calibration';
import { AgreementOf } from './agreement';
import { PeriodLinks } from './period-links';

/** How far managers agreed, apart for verdicts they saw and verdicts kept back from them. */
export function AgreementPanel({
  calibration,
  weeks,
}: {
  /** Null while it is read. */
  readonly calibration: SeenAndBlind | null;
  readonly weeks: number | undefined;
}) {
  return (
    <Panel
      title="Do managers agree with Claude?"
      aside={<PeriodLinks weeks={weeks} />}
      description="They agree where Claude approves and the manager accepts, or Claude would reassign and the manager overrides or rejects. Undone decisions do not count."
    >
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
        <AgreementOf
          title="Verdicts kept back until decided"
          description="Nobody could know these when deciding, so this agreement is independent."
          agreement={calibration?.blind ?? null}
        />
        <AgreementOf
          title="Verdicts that were shown"
          description="Managers may have followed these, which makes agreement look better than it is."
          agreement={calibration?.seen ?? null}
        />
      </div>
    </Panel>
  );
}
