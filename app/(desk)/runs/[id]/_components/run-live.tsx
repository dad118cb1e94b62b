'use client';

import { Alert } from '@/components/ui/alert';
import { formatDuration } from '@/components/ui/format-time';
import { Progress } from '@/components/ui/progress';
import { stageWords } from '@/lib/runs/result-words';
import type { RunStage } from '@/lib/warehouse/sql/runs';
import { useRunProgress } from '../../_components/use-run-progress';
import { CancelButton } from './cancel-button';
import { StageMark } from './stage-mark';
import { useElapsed } from './use-elapsed';

const stages = Object.keys(stageWords) as RunStage[];

/** A run while it works: its stages, how long it has taken, and a way to stop it. */
export function RunLive({
  runId,
  stage,
  startedAt,
  mayCancel,
}: {
  readonly runId: string;
  readonly stage: RunStage;
  readonly startedAt: Date;
  readonly mayCancel: boolean;
}) {
  const { progress, trouble } = useRunProgress({ runId, status: 'running', stage });
  const elapsed = useElapsed(startedAt);
  const over = progress.status !== 'running';
  const at = over ? stages.length : stages.indexOf(progress.stage);
  return (
    <section
      aria-label="Progress"
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <Progress
        label={over ? 'Finished' : stageWords[progress.stage].name}
        value={over ? at : at + 0.5}
        max={stages.length}
      />
      <ol className="grid gap-3 sm:grid-cols-3">
        {stages.map((name, place) => (
          <li
            key={name}
            aria-current={place === at ? 'step' : undefined}
            className="flex items-start gap-2.5"
          >
            <StageMark state={place < at ? 'done' : place === at ? 'now' : 'later'} />
            <span>
              <span className={place <= at ? 'block font-medium' : 'block text-ink-muted'}>
                {stageWords[name].name}
              </span>
              <span className="block text-xs text-ink-muted">{stageWords[name].does}</span>
            </span>
          </li>
        ))}
      </ol>
      {trouble && <Alert tone="warn">{trouble}</Alert>}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p suppressHydrationWarning className="text-xs text-ink-muted">
          {`Under way for ${elapsed < 60_000 ? `${elapsed / 1_000} s` : formatDuration(elapsed)}`}
        </p>
        {mayCancel && <CancelButton runId={runId} over={over} />}
      </div>
    </section>
  );
}
