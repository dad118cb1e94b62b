'use client';

import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import type { NewDecision, OutboxEntry } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import {
  type DecisionChoice,
  expectedBrokenRules,
  needsConfirmation,
  newDecision,
  type UnconfirmedEntry,
} from '@/app/(app)/queue/decision';
import type { DecisionTarget, Flag } from '@/app/(app)/queue/queue-row';
import { announce } from '@/components/ui/notifications';
import type { DecisionStep } from './decision-dialogs';

/** Announced to viewers who try to decide. */
export const VIEWER_MESSAGE = 'You are a viewer. Only managers can decide.';
const DECIDED_MESSAGE = 'This recommendation has already been decided.';

/**
 * What a manager can do with the selected recommendation, and the dialog that asks for what is
 * missing. Announces why an action is not possible.
 */
export function useDecisionActions({
  canDecide,
  selectedId,
  target,
  refusal,
  dwellTime,
  onDecide,
  onLeave,
}: {
  readonly canDecide: boolean;
  readonly selectedId: string | null;
  /** The selected recommendation, unless it has just been decided. */
  readonly target: DecisionTarget | null;
  /** The target's refused decision, if any. */
  readonly refusal: OutboxEntry | undefined;
  /** Milliseconds for which a recommendation's details have been visible. */
  readonly dwellTime: (id: string) => number;
  readonly onDecide: (decision: NewDecision) => void;
  /** Called with the recommendation that is about to be decided, before its row disappears. */
  readonly onLeave: (id: string) => void;
}) {
  const outbox = useOutbox();
  const [step, setStep] = useState<DecisionStep | null>(null);
  // A dialog is never over another record than its own.
  if (step && recommendationOf(step) !== selectedId) setStep(null);

  function decide(row: DecisionTarget, choice: DecisionChoice, acknowledged: readonly Flag[] = []) {
    leave(row.id);
    onDecide(
      newDecision(row, choice, { requestId: uuid(), acknowledged, dwellMs: dwellTime(row.id) }),
    );
  }

  function resend(entry: UnconfirmedEntry, acknowledged: readonly Flag[]) {
    leave(entry.recommendationId);
    outbox.resend(entry.requestId, { acknowledged });
  }

  function leave(id: string) {
    setStep(null);
    onLeave(id);
  }

  /** The selected recommendation if the user can decide it; otherwise says why not. */
  function decidableTarget(): DecisionTarget | null {
    if (!canDecide) announce(VIEWER_MESSAGE);
    else if (!target) announce('No recommendation is selected.');
    else if (target.state !== 'pending') announce(DECIDED_MESSAGE);
    else return target;
    return null;
  }

  function ask(kind: 'override' | 'reject') {
    const row = decidableTarget();
    if (row) setStep({ kind, row });
  }

  const review = (entry: UnconfirmedEntry) => setStep({ kind: 'confirm-refused', entry });

  function accept(note: string | null) {
    const row = decidableTarget();
    if (!row) return;
    const isRefused = needsConfirmation(refusal) && refusal.verb === 'accept';
    if (isRefused && note === null) return review(refusal);
    const { flags, coolingUntil, awayUntil } = row;
    const choice = { verb: 'accept', ...(note !== null && { note }) } as const;
    if (flags.length === 0) return decide(row, choice);
    setStep({ kind: 'confirm', row, choice, rules: { flags, coolingUntil, awayUntil } });
  }

  const actions = {
    accept: () => accept(null),
    override: () => ask('override'),
    reject: () => ask('reject'),
    /** Overrides to the CSM that Claude suggests. Asks only if that breaks a rule. */
    acceptSuggestion() {
      const row = decidableTarget();
      if (!row) return;
      const csm = row.review?.suggestedCsm;
      if (!csm) return announce('Claude suggests no other CSM for this account.');
      const choice = { verb: 'override', csm, reason: 'model_suggestion', note: null } as const;
      const rules = expectedBrokenRules(row, { exclusion: null });
      if (rules.flags.length === 0) return decide(row, choice);
      setStep({ kind: 'confirm', row, choice, rules });
    },
  };

  return {
    actions,
    acceptWithNote: (note: string) => accept(note),
    /** Opens the confirmation that the server asks for. */
    review,
    /** Runs an undo, unless the user may not decide. */
    undo: (run: () => void) => (canDecide ? run() : announce(VIEWER_MESSAGE)),
    /** Props of the open dialog, if any. */
    dialog: step && { step, onStep: setStep, onDecide: decide, onResend: resend },
  };
}

function recommendationOf(step: DecisionStep): string {
  return step.kind === 'confirm-refused' ? step.entry.recommendationId : step.row.id;
}
