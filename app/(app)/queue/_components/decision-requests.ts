import { type DecisionResult, decideOne } from '@/app/(app)/queue/actions';
import { accountLabel, type DecisionTarget, type Flag } from '@/app/(app)/queue/queue-row';
import type { OverrideReason, RejectReason } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import type { ErrorResponse } from '@/lib/server/errors';

/** What a manager chose to do with a recommendation. */
export type DecisionChoice =
  | { readonly verb: 'accept' }
  | {
      readonly verb: 'override';
      readonly csm: string;
      readonly reason: OverrideReason;
      readonly note: string;
    }
  | { readonly verb: 'reject'; readonly reason: RejectReason; readonly note: string };

/** A choice for a row. A retry uses the same request id. */
export interface DecisionRequest {
  readonly row: DecisionTarget;
  readonly choice: DecisionChoice;
  readonly acknowledged: readonly Flag[];
  readonly requestId: string;
  /** How long the details were visible, in milliseconds. */
  readonly dwellMs: number | null;
}

/** The server's response; `lost` if none arrived, so the outcome is unknown. */
export type DecisionResponse =
  | { readonly ok: true; readonly value: DecisionResult }
  | { readonly ok: false; readonly error: ErrorResponse; readonly lost?: boolean };

export function sendDecision({
  row,
  choice,
  acknowledged,
  requestId,
  dwellMs,
}: DecisionRequest): Promise<DecisionResponse> {
  const fields = { recommendationId: row.id, requestId, acknowledged: [...acknowledged], dwellMs };
  return catchLostResponse(decideOne({ ...fields, ...choice }));
}

export function sendUndo(
  { recommendationId, requestId: undoes }: DecisionResult,
  requestId: string,
): Promise<DecisionResponse> {
  return catchLostResponse(decideOne({ verb: 'undo', recommendationId, requestId, undoes }));
}

async function catchLostResponse(action: Promise<DecisionResponse>): Promise<DecisionResponse> {
  try {
    return await action;
  } catch {
    return {
      ok: false,
      lost: true,
      error: {
        code: 'unexpected',
        message:
          'The server did not respond, so this may or may not have been saved. It is safe to try again.',
      },
    };
  }
}

/** The account and its new CSM, if any: "Acme → Ana Diaz". */
export function describeRequest({ row, choice }: Pick<DecisionRequest, 'row' | 'choice'>): string {
  const account = accountLabel(row);
  if (choice.verb === 'reject') return account;
  return `${account} → ${choice.verb === 'override' ? choice.csm : row.recommendedCsm}`;
}

export const successLabels: Readonly<Record<DecisionChoice['verb'], string>> = {
  accept: 'Accepted',
  override: 'Overridden',
  reject: 'Rejected',
};

export const failureLabels: Readonly<Record<DecisionChoice['verb'], string>> = {
  accept: 'Not accepted',
  override: 'Not overridden',
  reject: 'Not rejected',
};

/** Claude's verdict, if it was hidden until this decision. */
export function revealedVerdict({ revealed }: DecisionResult): { readonly description?: string } {
  if (!revealed) return {};
  const { verdict, feedback } = revealed;
  return { description: `Claude’s verdict was ${verdictLabels[verdict].name}: ${feedback}` };
}
