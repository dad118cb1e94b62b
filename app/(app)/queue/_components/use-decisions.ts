'use client';

import { useEffect, useRef, useState } from 'react';
import { v4 as uuid } from 'uuid';
import type { DecisionTarget, Flag, QueueRow } from '@/app/(app)/queue/queue-row';
import { dismissNotification, notify } from '@/components/ui/notifications';
import { flagLabels } from '@/lib/decisions/labels';
import type { Candidate } from '@/lib/engine/types';
import type { DecisionAlert } from './decision-alerts';
import {
  type DecisionRequest,
  type DecisionResponse,
  describeRequest,
  revealedVerdict,
  sendDecision,
  sendUndo,
  successLabels,
} from './decision-requests';

/** What a confirmation shows: the choice, and the rules that speak against it. */
export interface Confirmation {
  readonly request: DecisionRequest;
  readonly flags: readonly Flag[];
  readonly coolingUntil: Date | string | null;
  readonly awayUntil: Date | string | null;
  /** True when the server knew more than the screen did. */
  readonly foundByServer: boolean;
}

interface SentDecision {
  readonly intent: DecisionRequest;
  readonly answer: Promise<DecisionResponse>;
}

/**
 * Decisions as they are made: the row goes at once, the server is asked behind, and a refusal
 * brings the row back with what happened.
 */
export function useDecisions(
  rows: readonly QueueRow[],
  on: {
    readonly doubt: (doubt: Confirmation) => void;
    readonly returned: (id: string) => void;
    readonly say: (notice: Omit<DecisionAlert, 'id'>) => void;
  },
) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [working, setWorking] = useState(0);
  /** True from an answer until the rows that come with it are on the screen. */
  const [behind, setBehind] = useState(false);
  const asking = useRef(new Set<string>());
  const made = useRef<SentDecision[]>([]);
  const latest = useRef(on);
  useEffect(() => {
    latest.current = on;
  });

  // Newer rows are right about everything but what is still on its way.
  useEffect(() => {
    setBehind(false);
    setGone((ids) => {
      const kept = [...ids].filter((id) => asking.current.has(id) || hasRow(rows, id));
      return kept.length === ids.size ? ids : new Set(kept);
    });
  }, [rows]);

  async function decide(intent: DecisionRequest): Promise<void> {
    const { id } = intent.row;
    if (asking.current.has(id)) return;
    asking.current.add(id);
    setGone((ids) => new Set(ids).add(id));
    setWorking((count) => count + 1);
    const entry: SentDecision = { intent, answer: sendDecision(intent) };
    made.current.push(entry);
    const answer = await entry.answer;
    asking.current.delete(id);
    answeredWith(answer);
    if (answer.ok) {
      void notify('ok', `${successLabels[intent.choice.verb]}: ${describeRequest(intent)}`, {
        id: intent.requestId,
        ...revealedVerdict(answer.value),
        action: { label: 'Undo (u)', run: () => void undo(entry) },
      });
      return;
    }
    forget(entry);
    setGone((ids) => without(ids, id));
    refused(intent, answer);
  }

  function refused(intent: DecisionRequest, answer: Extract<DecisionResponse, { ok: false }>) {
    const { code, details = {}, message } = answer.error;
    if (code === 'needs_confirmation') {
      latest.current.doubt({
        request: intent,
        flags: (details.flags ?? []) as Flag[],
        coolingUntil: (details.coolingUntil ?? null) as Date | null,
        awayUntil: (details.awayUntil ?? null) as Date | null,
        foundByServer: true,
      });
      return;
    }
    latest.current.say({
      code,
      message,
      request: intent,
      action: answer.lost ? { label: 'Try again', run: () => void decide(intent) } : undefined,
    });
  }

  /** Takes back a decision, the last one unless told which. */
  async function undo(entry = made.current.at(-1), requestId = uuid()): Promise<void> {
    if (!entry) {
      void notify('info', 'There is nothing to undo.', { id: 'nothing-to-undo' });
      return;
    }
    forget(entry);
    void dismissNotification(entry.intent.requestId);
    setWorking((count) => count + 1);
    const decided = await entry.answer;
    const answer = decided.ok ? await sendUndo(decided.value, requestId) : decided;
    answeredWith(answer);
    if (!decided.ok) return;
    const { id } = entry.intent.row;
    if (answer.ok) {
      void dismissNotification(entry.intent.requestId);
      setGone((ids) => without(ids, id));
      void notify('ok', `Undone: ${describeRequest(entry.intent)} waits again`);
      latest.current.returned(id);
      return;
    }
    const { code, message } = answer.error;
    const again = () => void undo(entry, requestId);
    const action = answer.lost ? { label: 'Try again', run: again } : undefined;
    latest.current.say({ code, message, request: entry.intent, undoing: true, action });
  }

  function answeredWith(answer: DecisionResponse) {
    setWorking((count) => count - 1);
    if (answer.ok || !answer.lost) setBehind(true);
  }

  function forget(entry: SentDecision) {
    made.current = made.current.filter((other) => other !== entry);
  }

  return { gone, busy: working > 0 || behind, decide, undo: () => void undo() };
}

/** A new intent, with a request id of its own. */
export function newDecisionRequest(
  row: DecisionTarget,
  choice: DecisionRequest['choice'],
  acknowledged: readonly Flag[] = [],
): DecisionRequest {
  return { row, choice, acknowledged, requestId: uuid(), dwellMs: null };
}

function hasRow(rows: readonly QueueRow[], id: string): boolean {
  return rows.some((row) => row.id === id);
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
}

/** The flags that are of the account and its recommendation, whoever should get it. */
const accountFlags: readonly Flag[] = ['no_longer_needed', 'assigned_elsewhere', 'stale'];

/** What is known to speak against giving the account to this candidate; the server has the last word. */
export function expectedConfirmation(
  row: DecisionTarget,
  { exclusion }: Pick<Candidate, 'exclusion'>,
): Pick<Confirmation, 'flags' | 'coolingUntil' | 'awayUntil'> {
  const kept = row.flags.filter((flag) => accountFlags.includes(flag));
  const reason = exclusion && isFlag(exclusion.reason) ? exclusion.reason : null;
  const until = exclusion?.until == null ? null : new Date(exclusion.until);
  return {
    flags: reason ? [reason, ...kept] : kept,
    coolingUntil: reason === 'cooling' ? until : null,
    awayUntil: reason === 'away' ? until : null,
  };
}

function isFlag(reason: string): reason is Flag {
  return Object.hasOwn(flagLabels, reason);
}
