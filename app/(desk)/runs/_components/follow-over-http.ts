import { isOver, type RunProgress } from '@/lib/runs/progress';

const pollEvery = 2_000;
/** How long the first event may take before something between must be holding it back. */
const patience = 5_000;

interface Listener {
  readonly onState: (state: RunProgress) => void;
  /** Why no news comes, in words; undefined when it comes again. */
  readonly onTrouble: (words: string | undefined) => void;
}

/**
 * Follows a run and its review from the browser until they end: by its stream of events, or by asking again and
 * again where that stream does not come through. Answers how to stop.
 */
export function followOverHttp(runId: string, listener: Listener): () => void {
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
    if (isOver(state)) stop();
  };
  const ask = async () => {
    const answer = await askOnce(address);
    if (stopped) return;
    if ('state' in answer) take(answer.state);
    else listener.onTrouble(answer.trouble);
    if (!stopped && !('final' in answer)) timer = setTimeout(ask, pollEvery);
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
  timer = setTimeout(fallBack, patience);
  return stop;
}

type Answer = { readonly state: RunProgress } | { readonly trouble: string; readonly final?: true };

async function askOnce(address: string): Promise<Answer> {
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
