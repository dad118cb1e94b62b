import { currentFormat } from '@/app/(app)/_shared/current-format';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { Run } from '@/lib/runs/read-runs';
import type { RunOutcomes } from '@/lib/runs/run-outcomes';
import { RollBackButton } from './roll-back-button';

/** Lets admins undo all decisions of a run, and says who did so last. */
export async function RollbackPanel({
  run: { id, rolledBackAt, rolledBackByName },
  outcomes: { counts },
  mayRollBack,
}: {
  readonly run: Run;
  readonly outcomes: RunOutcomes;
  readonly mayRollBack: boolean;
}) {
  const format = await currentFormat();
  const decided = counts.accepted + counts.overridden + counts.rejected;
  return (
    <Panel title="Rollback" actions={mayRollBack && decided > 0 && <RollBackButton runId={id} />}>
      <div className="grid gap-1 text-sm text-ink-muted">
        {rolledBackAt && (
          <p>
            {`Rolled back by ${rolledBackByName}, `}
            <Time at={rolledBackAt} />.
          </p>
        )}
        <p>
          {decided === 0
            ? 'No decision to undo.'
            : `A rollback undoes ${decided === 1 ? 'the decision' : `the ${format.count(decided, 'decision')}`} on this run’s recommendations, where nothing newer happened to the account.`}
          {!mayRollBack && ' Only admins can roll back a run.'}
        </p>
      </div>
    </Panel>
  );
}
