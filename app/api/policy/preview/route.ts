import { draftInput } from '@/lib/policy/draft';
import { previewPolicy } from '@/lib/runs/preview-policy';
import { readJson, runRoute } from '@/lib/server/api';

/** Returns what a draft of the policy would do with today's intake. Changes nothing. */
export function POST(request: Request): Promise<Response> {
  return runRoute('policy.preview', request, draftInput, readJson, (ctx, draft) =>
    previewPolicy(ctx, draft, { signal: request.signal }),
  );
}
