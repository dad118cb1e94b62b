import 'server-only';
import { z } from 'zod';
import { flags } from '@/lib/engine/flags';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { type ErrorResponse, toErrorResponse } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { MAX_REQUESTS } from './bulk';
import { type DecisionRequest, recommendationId } from './input';
import type { Judgment } from './judgment';
import { createPreviewJudge } from './preview-judge';

export const previewDecisionsInput = z.object({
  verb: z.enum(['accept', 'reject'], { error: 'must be accept or reject' }),
  recommendationIds: z
    .array(recommendationId, { error: 'must be a list' })
    .min(1, 'must not be empty')
    .max(MAX_REQUESTS, `can have at most ${MAX_REQUESTS} recommendations`),
});

type BulkRequest = Extract<DecisionRequest, { verb: 'accept' | 'reject' }>;

/** What would become of one recommendation of a bulk decision. */
export type PreviewedDecision = { readonly recommendationId: string } & (
  | { readonly status: 'ready' }
  /** It breaks the rules in `error.details`, which must be acknowledged. */
  | { readonly status: 'needs_confirmation'; readonly error: ErrorResponse }
  /** It would be refused in any case. */
  | { readonly status: 'skipped'; readonly error: ErrorResponse }
);

/**
 * Judges a bulk decision as its transaction would, without deciding anything: first what breaks no
 * rule, in the given order, then the rest as if each were confirmed. Accepting one recommendation can
 * break a rule for the next one of the same CSM. Managers only.
 * @returns one preview for each recommendation, in the order in which to send the decisions
 */
export async function previewDecisions(
  ctx: Context,
  input: z.input<typeof previewDecisionsInput>,
): Promise<PreviewedDecision[]> {
  requireRole(ctx.person, 'manager');
  const { verb, recommendationIds } = parseInput(previewDecisionsInput, input);
  const requests = [...new Set(recommendationIds)].map((id) => previewRequest(verb, id));
  const judgeRequest = await createPreviewJudge(ctx, requests);

  const unconfirmed: BulkRequest[] = [];
  const previews = requests.flatMap((request) => {
    const judgment = judgeRequest(request);
    if (!needsConfirmation(judgment)) return toPreview(request, judgment);
    unconfirmed.push(request);
    return [];
  });
  const confirmed = unconfirmed.map((request) => {
    const preview = toPreview(request, judgeRequest(request));
    judgeRequest({ ...request, acknowledged: [...flags] });
    return preview;
  });
  return [...previews, ...confirmed];
}

function previewRequest(verb: BulkRequest['verb'], id: string): BulkRequest {
  const fields = { recommendationId: id, requestId: '', acknowledged: [], dwellMs: null };
  if (verb === 'accept') return { ...fields, verb };
  // Which reason makes no difference to what is rejected.
  return { ...fields, verb, reason: 'wrong_fit', note: null };
}

function needsConfirmation(judgment: Judgment): boolean {
  return judgment.kind === 'refused' && judgment.error.code === 'needs_confirmation';
}

function toPreview({ recommendationId: id }: BulkRequest, judgment: Judgment): PreviewedDecision {
  if (judgment.kind !== 'refused') return { recommendationId: id, status: 'ready' };
  const error = toErrorResponse(judgment.error);
  const status = error.code === 'needs_confirmation' ? 'needs_confirmation' : 'skipped';
  return { recommendationId: id, status, error };
}
