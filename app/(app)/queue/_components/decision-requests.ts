import { accept, override, reject, undo } from '@/app/(app)/queue/actions';
import { accountLabel, type DecisionTarget, type Flag } from '@/app/(app)/queue/queue-row';
import type { DecisionResult } from '@/lib/decisions/decision-result';
import type { OverrideReason, RejectReason } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import type { ErrorResponse } from '@/lib/server/errors';

/** What a manager means to do with a recommendation. */
export type DecisionChoice =
  | { readonly verb: 'accept' }
  | {
      readonly verb: 'override';
      readonly csm: string;
      readonly reason: OverrideReason;
      readonly note: string;
    }
  | { readonly verb: 'reject'; readonly reason: RejectReason; readonly note: string };

/** A choice for a row. Its request id stays the same however often it is sent. */
export interface DecisionRequest {
  readonly row: DecisionTarget;
  readonly choice: DecisionChoice;
  readonly acknowledged: readonly Flag[];
  readonly requestId: string;
  /** Milliseconds that the record was in focus before. */
  readonly dwellMs: number | null;
}

/** What became of it; `lost` when no answer came, so that nobody knows yet. */
export type DecisionResponse =
  | { readonly ok: true; readonly value: DecisionResult }
  | { readonly ok: false; readonly error: ErrorResponse; readonly lost?: boolean };

/** Sends a decision to the server. */
export function sendDecision({
  row,
  choice,
  acknowledged,
  requestId,
  dwellMs,
}: DecisionRequest): Promise<DecisionResponse> {
  const base = { recommendationId: row.id, requestId, acknowledged: [...acknowledged], dwellMs };
  switch (choice.verb) {
    case 'accept':
      return catchLostResponse(accept(base));
    case 'override': {
      const { csm, reason, note } = choice;
      return catchLostResponse(override({ ...base, csm, reason, note }));
    }
    case 'reject': {
      const { reason, note } = choice;
      return catchLostResponse(reject({ ...base, reason, note }));
    }
  }
}

/** Takes a decision back. */
export function sendUndo(decided: DecisionResult, requestId: string): Promise<DecisionResponse> {
  const { recommendationId, decisionId } = decided;
  return catchLostResponse(undo({ recommendationId, decisionId, requestId }));
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
          'The server did not answer, so it is not known whether this was done. Trying again does it once at most.',
      },
    };
  }
}

/** "Acme → Ana Diaz": the account, and who gets it by this choice. */
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

/** What Claude had said, where the decision is the first to show it. */
export function revealedVerdict({ revealed }: DecisionResult): { readonly description?: string } {
  if (!revealed) return {};
  const { verdict, feedback } = revealed;
  return { description: `Claude’s verdict was ${verdictLabels[verdict].name}: ${feedback}` };
}
