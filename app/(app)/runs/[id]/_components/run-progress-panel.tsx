'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState, useTransition } from 'react';
import { useRunProgress } from '@/app/(app)/runs/_components/use-run-progress';
import { cancelRunAction } from '@/app/(app)/runs/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useFormat } from '@/components/ui/format-provider';
import { CheckIcon } from '@/components/ui/icons';
import { Progress } from '@/components/ui/progress';
import { Spinner } from '@/components/ui/spinner';
import { runStageLabels } from '@/lib/runs/labels';
import type { RunStage } from '@/lib/runs/progress';

const stages = Object.keys(runStageLabels) as RunStage[];

/** A run in progress: its stages, elapsed time, and a button to cancel it. */
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
  const { progress, problem } = useRunProgress({ runId, status: 'running', stage });
  const elapsed = useElapsed(startedAt);
  const format = useFormat();
  const ended = progress.status !== 'running';
  const current = ended ? stages.length : stages.indexOf(progress.stage);
  return (
    <section
      aria-label="Progress"
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <Progress
        label={ended ? 'Finished' : runStageLabels[progress.stage].name}
        value={ended ? current : current + 0.5}
        max={stages.length}
      />
      <ol className="grid gap-3 sm:grid-cols-3">
        {stages.map((name, index) => (
          <li
            key={name}
            aria-current={index === current ? 'step' : undefined}
            className="flex items-start gap-2.5"
          >
            <StageIcon state={index < current ? 'done' : index === current ? 'now' : 'later'} />
            <span>
              <span className={index <= current ? 'block font-medium' : 'block text-ink-muted'}>
                {runStageLabels[name].name}
              </span>
              <span className="block text-xs text-ink-muted">
                {runStageLabels[name].description}
              </span>
            </span>
          </li>
        ))}
      </ol>
      {problem && <Alert tone="warn">{problem}</Alert>}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p suppressHydrationWarning className="text-xs text-ink-muted">
          {`Running for ${elapsed < 60_000 ? `${elapsed / 1_000} s` : format.duration(elapsed)}`}
        </p>
        {mayCancel && <CancelRunButton runId={runId} ended={ended} />}
      </div>
    </section>
  );
}

/** Cancels a run; nothing is saved. */
function CancelRunButton({
  runId,
  ended,
}: {
  readonly runId: string;
  /** Whether the run has ended and the page is refreshing. */
  readonly ended: boolean;
}) {
  const router = useRouter();
  const [busy, startTransition] = useTransition();
  const [error, setError] = useState<string>();
  const cancel = () =>
    startTransition(async () => {
      const result = await cancelRunAction({ runId });
      if (!result.ok) setError(result.error.message);
      router.refresh();
    });
  return (
    <>
      {error && <Alert tone="warn">{error}</Alert>}
      <Button variant="danger" busy={busy || ended} onClick={cancel}>
        {ended ? 'Ended' : 'Cancel run'}
      </Button>
    </>
  );
}

/** The state of a stage, with text for screen readers. */
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
        <span className="sr-only">In progress:</span>
      </span>
    );
  }
  return (
    <span className="mt-0.5">
      <span aria-hidden="true" className="block size-4 rounded-full border border-line-control" />
      <span className="sr-only">Not started:</span>
    </span>
  );
}

/** Milliseconds since a time, rounded down to seconds and updated every second. */
function useElapsed(since: Date): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - since.getTime()) / 1_000) * 1_000);
}
