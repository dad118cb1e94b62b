import { previewRun, previewRunInput } from '@/lib/runs/preview-run';
import { runRoute } from '@/lib/server/api';

/** Returns what a batch of `?batchSize=` with `?maxPerRun=` accounts per CSM would achieve. */
export function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  return runRoute(
    'runs.preview',
    request,
    previewRunInput,
    { batchSize: searchParams.get('batchSize'), maxPerRun: searchParams.get('maxPerRun') },
    (ctx, input) => previewRun(ctx, input, { signal: request.signal }),
  );
}
