'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState, useTransition } from 'react';
import { useRunProgress } from '@/app/(app)/runs/_components/run-progress';
import { cancelRunAction } from '@/app/(app)/runs/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { formatDuration } from '@/components/ui/format';
import { CheckIcon } from '@/components/ui/icons';
import { Progress, Spinner } from '@/components/ui/progress';
import { runStageLabels } from '@/lib/runs/labels';
import type { RunStage } from '@/lib/runs/progress';

const stages = Object.keys(runStageLabels) as RunStage[];

/** A run while it works: its stages, how long it has taken, and a way to stop it. */
export function RunProgressPanel({
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
        label={over ? 'Finished' : runStageLabels[progress.stage].name}
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
            <StageIcon state={place < at ? 'done' : place === at ? 'now' : 'later'} />
            <span>
              <span className={place <= at ? 'block font-medium' : 'block text-ink-muted'}>
                {runStageLabels[name].name}
              </span>
              <span className="block text-xs text-ink-muted">{runStageLabels[name].does}</span>
            </span>
          </li>
        ))}
      </ol>
      {trouble && <Alert tone="warn">{trouble}</Alert>}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p suppressHydrationWarning className="text-xs text-ink-muted">
          {`Under way for ${elapsed < 60_000 ? `${elapsed / 1_000} s` : formatDuration(elapsed)}`}
        </p>
        {mayCancel && <CancelRunButton runId={runId} over={over} />}
      </div>
    </section>
  );
}

/** Stops a run; nothing of it is saved. */
function CancelRunButton({
  runId,
  over,
}: {
  readonly runId: string;
  /** True once the run has ended and the page is being read anew. */
  readonly over: boolean;
}) {
  const router = useRouter();
  const [busy, begin] = useTransition();
  const [refusal, setRefusal] = useState<string>();
  const cancel = () =>
    begin(async () => {
      const answer = await cancelRunAction({ runId });
      if (!answer.ok) setRefusal(answer.error.message);
      router.refresh();
    });
  return (
    <>
      {refusal && <Alert tone="warn">{refusal}</Alert>}
      <Button variant="danger" busy={busy || over} onClick={cancel}>
        {over ? 'Ended' : 'Cancel the run'}
      </Button>
    </>
  );
}

/** Whether a stage is behind, under way or still to come; also read out. */
function StageIcon({ state }: { readonly state: 'done' | 'now' | 'later' }) {
  if (state === 'done') {
    return (
      <span className="mt-0.5 text-ok">
        <CheckIcon />
        <span className="sr-only">Done:</span>
      </span>
    );
  }
  if (state === 'now') {
    return (
      <span className="mt-0.5 text-accent-ink">
        <Spinner className="size-4" />
        <span className="sr-only">Now:</span>
      </span>
    );
  }
  return (
    <span className="mt-0.5">
      <span aria-hidden="true" className="block size-4 rounded-full border border-line-control" />
      <span className="sr-only">Later:</span>
    </span>
  );
}

/** Milliseconds since a moment, moved on every second. */
function useElapsed(since: Date): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - since.getTime()) / 1_000) * 1_000);
}
