import { apiContext, failure } from '@/lib/api-route';
import { followRun } from '@/lib/runs/follow-run';
import { eventStream } from './event-stream';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** Tells where a run is as server-sent events: its state, then every change until it ends. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  try {
    const ctx = await apiContext(request);
    const left = new AbortController();
    const signal = AbortSignal.any([request.signal, left.signal]);
    const states = followRun(ctx, (await params).id, signal);
    // Asked for before the answer begins, so that an unknown run is a plain 404.
    const first = await states.next();
    return new Response(
      eventStream(first, states, () => left.abort()),
      {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          // Compression or a proxy's buffer would hold the events back.
          'cache-control': 'no-store, no-transform',
          'x-accel-buffering': 'no',
        },
      },
    );
  } catch (error) {
    return failure('runs.follow', error);
  }
}
