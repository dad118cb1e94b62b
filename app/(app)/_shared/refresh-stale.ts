import { startRunAction } from '@/app/(app)/runs/actions';
import { notify } from '@/components/ui/notifications';
import { describeRefresh } from '@/lib/runs/labels';
import { PROGRESS_POLL_INTERVAL_MS, type RunProgress } from '@/lib/runs/progress';
import type { Run } from '@/lib/runs/read-runs';
import { fetchJson } from './fetch-json';
import type { Serialized } from './serialized';

const RESULT_DURATION_MS = 20_000;

/** Starts a refresh, waits for it to end, and shows what became of it, with a link to the run. */
export async function refreshStale(showRun: (runId: string) => void): Promise<void> {
  const linkTo = (runId: unknown) =>
    typeof runId === 'string' ? { action: { label: 'Show run', run: () => showRun(runId) } } : {};
  let startedId: string | undefined;
  try {
    const started = await startRunAction({ mode: 'refresh' });
    if (!started.ok) {
      const { message, details } = started.error;
      await notify('warn', `Nothing was refreshed. ${message}`, linkTo(details?.runId));
      return;
    }
    startedId = started.value.runId;
    const { tone, text } = describeEnd(await waitForRun(startedId));
    await notify(tone, text, { ...linkTo(startedId), duration: RESULT_DURATION_MS });
  } catch {
    const outcome = startedId
      ? 'The refresh continues. Its run shows the result.'
      : 'Look at Runs before you try again.';
    await notify('danger', `The server is not responding. ${outcome}`, linkTo(startedId));
  }
}

async function waitForRun(runId: string): Promise<Serialized<Run>> {
  const path = `/api/runs/${encodeURIComponent(runId)}`;
  for (;;) {
    const { status } = await fetchJson<RunProgress>(`${path}/progress`);
    if (status !== 'running') return fetchJson<Serialized<Run>>(path);
    await new Promise((resolve) => setTimeout(resolve, PROGRESS_POLL_INTERVAL_MS));
  }
}

function describeEnd({ status, placed, deferred, failure, result }: Serialized<Run>) {
  if (status !== 'succeeded') {
    return { tone: 'danger', text: failure ?? 'The refresh failed. Nothing was changed.' } as const;
  }
  const { skipped = [], left = 0 } = result?.refresh ?? {};
  const counts = { placed: placed ?? 0, deferred: deferred ?? 0, skipped: skipped.length, left };
  return { tone: counts.placed > 0 ? 'ok' : 'warn', text: describeRefresh(counts) } as const;
}
