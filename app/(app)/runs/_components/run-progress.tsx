'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { announce } from '@/components/ui/notifications';
import { runStageLabels, runStatusLabels } from '@/lib/runs/labels';
import type { RunStage } from '@/lib/runs/progress';
import { isFinished, type RunProgress } from '@/lib/runs/progress';

/** Where a run is, live; once it or its review has ended the page is read anew. */
export function useRunProgress(initial: RunProgress) {
  const router = useRouter();
  const [progress, setProgress] = useState(initial);
  const [trouble, setTrouble] = useState<string>();
  const { runId } = initial;
  const saved = initial.status !== 'running';

  useEffect(() => {
    let told = saved;
    return subscribeToRun(runId, {
      onTrouble: setTrouble,
      onState: (state) => {
        setProgress(state);
        if (state.status === 'running') return announce(runStageLabels[state.stage].name);
        if (!told) announce(`The run has ended: ${runStatusLabels[state.status]}.`);
        else if (isFinished(state)) announce('The review has ended.');
        if (!told || isFinished(state)) router.refresh();
        told = true;
      },
    });
  }, [runId, saved, router]);
  return { progress, trouble };
}

/** Keeps a page that mentions a run under way up to date: reads it anew when the run ends. */
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

const POLL_INTERVAL_MS = 2_000;
/** How long the first event may take before something between must be holding it back. */
const FIRST_EVENT_TIMEOUT_MS = 5_000;

interface RunListener {
  readonly onState: (state: RunProgress) => void;
  /** Why no news comes, in words; undefined when it comes again. */
  readonly onTrouble: (words: string | undefined) => void;
}

/**
 * Follows a run and its review from the browser until they end: by its stream of events, or by asking again and
 * again where that stream does not come through. Answers how to stop.
 */
function subscribeToRun(runId: string, listener: RunListener): () => void {
  const address = `/api/runs/${encodeURIComponent(runId)}`;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const source = new EventSource(`${address}/events`);

  const stop = () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
  const take = (state: RunProgress) => {
    if (stopped) return;
    listener.onTrouble(undefined);
    listener.onState(state);
    if (isFinished(state)) stop();
  };
  const ask = async () => {
    const answer = await pollOnce(address);
    if (stopped) return;
    if ('state' in answer) take(answer.state);
    else listener.onTrouble(answer.trouble);
    if (!stopped && !('final' in answer)) timer = setTimeout(ask, POLL_INTERVAL_MS);
  };
  const fallBack = () => {
    clearTimeout(timer);
    source.close();
    if (!stopped) void ask();
  };

  source.onmessage = (event) => {
    clearTimeout(timer);
    take(JSON.parse(event.data));
  };
  source.onerror = fallBack;
  timer = setTimeout(fallBack, FIRST_EVENT_TIMEOUT_MS);
  return stop;
}

type PollResult =
  | { readonly state: RunProgress }
  | { readonly trouble: string; readonly final?: true };

async function pollOnce(address: string): Promise<PollResult> {
  try {
    const response = await fetch(address, { cache: 'no-store' });
    const body = await response.json();
    if (response.ok) {
      const { id, status, stage } = body;
      const review = body.review?.progress ?? undefined;
      return { state: { runId: id, status, stage: stage ?? 'reading', review } };
    }
    const refused = response.status < 500;
    return { trouble: String(body.error?.message), ...(refused && { final: true as const }) };
  } catch {
    return { trouble: 'The server does not answer. The run goes on; this page keeps asking.' };
  }
}
