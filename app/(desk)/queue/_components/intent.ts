import type { Decided } from '@/lib/decisions/decided';
import type { OverrideReason, RejectReason } from '@/lib/decisions/reasons';
import type { ErrorAnswer } from '@/lib/errors';
import { verdictWords } from '@/lib/review/words';
import { accept, override, reject, undo } from '../actions';
import { accountLabel, type Flag, type Target } from '../queue-row';

/** What a manager means to do with a recommendation. */
export type Choice =
  | { readonly verb: 'accept' }
  | {
      readonly verb: 'override';
      readonly csm: string;
      readonly reason: OverrideReason;
      readonly note: string;
    }
  | { readonly verb: 'reject'; readonly reason: RejectReason; readonly note: string };

/** A choice for a row. Its request id stays the same however often it is sent. */
export interface Intent {
  readonly row: Target;
  readonly choice: Choice;
  readonly acknowledged: readonly Flag[];
  readonly requestId: string;
  /** Milliseconds that the record was in focus before. */
  readonly seenMs: number | null;
}

/** What became of it; `lost` when no answer came, so that nobody knows yet. */
export type Answer =
  | { readonly ok: true; readonly value: Decided }
  | { readonly ok: false; readonly error: ErrorAnswer; readonly lost?: boolean };

/** Sends a decision to the server. */
export function send({ row, choice, acknowledged, requestId, seenMs }: Intent): Promise<Answer> {
  const base = { recommendationId: row.id, requestId, acknowledged: [...acknowledged], seenMs };
  switch (choice.verb) {
    case 'accept':
      return answered(accept(base));
    case 'override': {
      const { csm, reason, note } = choice;
      return answered(override({ ...base, csm, reason, note }));
    }
    case 'reject': {
      const { reason, note } = choice;
      return answered(reject({ ...base, reason, note }));
    }
  }
}

/** Takes a decision back. */
export function sendUndo(decided: Decided, requestId: string): Promise<Answer> {
  const { recommendationId, decisionId } = decided;
  return answered(undo({ recommendationId, decisionId, requestId }));
}

async function answered(action: Promise<Answer>): Promise<Answer> {
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
export function intentWords({ row, choice }: Pick<Intent, 'row' | 'choice'>): string {
  const account = accountLabel(row);
  if (choice.verb === 'reject') return account;
  return `${account} → ${choice.verb === 'override' ? choice.csm : row.recommendedCsm}`;
}

export const doneWords: Readonly<Record<Choice['verb'], string>> = {
  accept: 'Accepted',
  override: 'Overridden',
  reject: 'Rejected',
};

export const refusedWords: Readonly<Record<Choice['verb'], string>> = {
  accept: 'Not accepted',
  override: 'Not overridden',
  reject: 'Not rejected',
};

/** What Claude had said, where the decision is the first to show it. */
export function revealedWords({ revealed }: Decided): { readonly description?: string } {
  if (!revealed) return {};
  const { verdict, feedback } = revealed;
  return { description: `Claude’s verdict was ${verdictWords[verdict].name}: ${feedback}` };
}
