'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import { announce } from '@/components/ui/notifications';
import { runStageLabels, runStatusLabels } from '@/lib/runs/labels';
import {
  isFinished,
  PROGRESS_POLL_INTERVAL_MS,
  type RunProgress,
  type RunStage,
} from '@/lib/runs/progress';
import { AppError, errorStatus } from '@/lib/server/errors';

/**
 * Polls the progress of a run and its review until both have ended, announces changes to screen
 * readers, and refreshes the page when the run ends and when its review ends.
 */
export function useRunProgress(initial: RunProgress) {
  const router = useRouter();
  const { runId } = initial;
  const { data: progress, error } = useQuery({
    queryKey: ['run-progress', runId],
    queryFn: ({ signal }) =>
      fetchJson<RunProgress>(`/api/runs/${encodeURIComponent(runId)}/progress`, signal),
    initialData: initial,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchInterval: ({ state }) =>
      (state.data && isFinished(state.data)) || isRefused(state.error)
        ? false
        : PROGRESS_POLL_INTERVAL_MS,
    refetchIntervalInBackground: true,
  });

  const previous = useRef(progress);
  useEffect(() => {
    const before = previous.current;
    if (progress === before) return;
    previous.current = progress;
    if (progress.status === 'running') {
      if (progress.stage !== before.stage) announce(runStageLabels[progress.stage].name);
    } else if (before.status === 'running') {
      announce(`Run finished: ${runStatusLabels[progress.status]}.`);
      router.refresh();
    } else if (isFinished(progress) && !isFinished(before)) {
      announce('Review finished.');
      router.refresh();
    }
  }, [progress, router]);

  const problem = isRefused(error)
    ? error.message
    : // It may have lost its connection, or have been stopped with the run.
      error &&
      'The server is not responding. This page keeps trying, and shows what happened once it responds.';
  return { progress, problem };
}

/** Whether another try cannot help: the session has ended, or the run does not exist. */
function isRefused(error: Error | null): error is AppError {
  return error instanceof AppError && errorStatus[error.code] < 500;
}

/** Refreshes a page that mentions a run in progress when that run ends. */
export function RefreshOnRunEnd({
  runId,
  stage,
}: {
  readonly runId: string;
  readonly stage: RunStage;
}) {
  useRunProgress({ runId, status: 'running', stage });
  return null;
}
