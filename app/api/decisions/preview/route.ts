import { previewDecisions, previewDecisionsInput } from '@/lib/decisions/preview-decisions';
import { readJson, runRoute } from '@/lib/server/api';

/** Returns what would become of each recommendation of a bulk decision. Changes nothing. */
export function POST(request: Request): Promise<Response> {
  return runRoute(
    'decisions.preview',
    request,
    previewDecisionsInput,
    readJson,
    async (ctx, input) => ({ previews: await previewDecisions(ctx, input) }),
  );
}
