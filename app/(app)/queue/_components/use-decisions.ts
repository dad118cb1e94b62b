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

/** A decision that needs confirmation, and the rules that it breaks. */
export interface Confirmation {
  readonly request: DecisionRequest;
  readonly flags: readonly Flag[];
  readonly coolingUntil: Date | string | null;
  readonly awayUntil: Date | string | null;
  /** True if the server found rules that the screen did not show. */
  readonly foundByServer: boolean;
}

interface SentDecision {
  readonly request: DecisionRequest;
  readonly response: Promise<DecisionResponse>;
}

/**
 * Sends decisions optimistically: the row disappears immediately, and returns with an explanation
 * if the server refuses the decision.
 */
export function useDecisions(
  rows: readonly QueueRow[],
  callbacks: {
    readonly confirm: (confirmation: Confirmation) => void;
    readonly onUndone: (id: string) => void;
    readonly addAlert: (alert: Omit<DecisionAlert, 'id'>) => void;
  },
) {
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const [requestCount, setRequestCount] = useState(0);
  /** True from a response until the rows that it refreshed are on screen. */
  const [isRefreshing, setIsRefreshing] = useState(false);
  const inFlight = useRef(new Set<string>());
  const sent = useRef<SentDecision[]>([]);
  const latest = useRef(callbacks);
  useEffect(() => {
    latest.current = callbacks;
  });

  // New rows replace the optimistic state, except for decisions that are still in flight.
  useEffect(() => {
    setIsRefreshing(false);
    setRemoved((ids) => {
      const kept = [...ids].filter((id) => inFlight.current.has(id) || hasRow(rows, id));
      return kept.length === ids.size ? ids : new Set(kept);
    });
  }, [rows]);

  async function decide(request: DecisionRequest): Promise<void> {
    const { id } = request.row;
    if (inFlight.current.has(id)) return;
    inFlight.current.add(id);
    setRemoved((ids) => new Set(ids).add(id));
    setRequestCount((count) => count + 1);
    const entry: SentDecision = { request, response: sendDecision(request) };
    sent.current.push(entry);
    const response = await entry.response;
    inFlight.current.delete(id);
    finishRequest(response);
    if (response.ok) {
      void notify('ok', `${successLabels[request.choice.verb]}: ${describeRequest(request)}`, {
        id: request.requestId,
        ...revealedVerdict(response.value),
        action: { label: 'Undo (u)', run: () => void undo(entry) },
      });
      return;
    }
    forget(entry);
    setRemoved((ids) => without(ids, id));
    handleRefusal(request, response);
  }

  function handleRefusal(
    request: DecisionRequest,
    response: Extract<DecisionResponse, { ok: false }>,
  ) {
    const { code, details = {}, message } = response.error;
    if (code === 'needs_confirmation') {
      latest.current.confirm({
        request,
        flags: (details.flags ?? []) as Flag[],
        coolingUntil: (details.coolingUntil ?? null) as Date | null,
        awayUntil: (details.awayUntil ?? null) as Date | null,
        foundByServer: true,
      });
      return;
    }
    const retry = { label: 'Try again', run: () => void decide(request) };
    const action = response.lost ? retry : undefined;
    latest.current.addAlert({ code, message, request, action, isLost: response.lost });
  }

  /** Undoes a decision, by default the latest one. */
  async function undo(entry = sent.current.at(-1), requestId = uuid()): Promise<void> {
    if (!entry) {
      void notify('info', 'Nothing to undo.', { id: 'nothing-to-undo' });
      return;
    }
    const { request } = entry;
    forget(entry);
    void dismissNotification(request.requestId);
    setRequestCount((count) => count + 1);
    const decision = await entry.response;
    const response = decision.ok ? await sendUndo(decision.value, requestId) : decision;
    finishRequest(response);
    if (!decision.ok) return;
    if (response.ok) {
      void dismissNotification(request.requestId);
      setRemoved((ids) => without(ids, request.row.id));
      void notify('ok', `Undone: ${describeRequest(request)} is pending again`);
      latest.current.onUndone(request.row.id);
      return;
    }
    const { code, message } = response.error;
    const retry = { label: 'Try again', run: () => void undo(entry, requestId) };
    const action = response.lost ? retry : undefined;
    latest.current.addAlert({
      code,
      message,
      request,
      action,
      isUndo: true,
      isLost: response.lost,
    });
  }

  function finishRequest(response: DecisionResponse) {
    setRequestCount((count) => count - 1);
    if (response.ok || !response.lost) setIsRefreshing(true);
  }

  function forget(entry: SentDecision) {
    sent.current = sent.current.filter((other) => other !== entry);
  }

  return {
    /** Rows that are optimistically removed. */
    removed,
    busy: requestCount > 0 || isRefreshing,
    decide,
    undo: () => void undo(),
  };
}

/** A new decision with its own request id. */
export function newDecisionRequest(
  row: DecisionTarget,
  choice: DecisionRequest['choice'],
): DecisionRequest {
  return { row, choice, acknowledged: [], requestId: uuid(), dwellMs: null };
}

function hasRow(rows: readonly QueueRow[], id: string): boolean {
  return rows.some((row) => row.id === id);
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
}

/** Flags that apply to the account or the recommendation, regardless of the CSM. */
const accountFlags: readonly Flag[] = ['no_longer_needed', 'assigned_elsewhere', 'stale'];

/** The rules that assigning the account to this candidate is known to break. The server decides. */
export function expectedConfirmation(
  row: DecisionTarget,
  { exclusion }: Pick<Candidate, 'exclusion'>,
): Pick<Confirmation, 'flags' | 'coolingUntil' | 'awayUntil'> {
  const remaining = row.flags.filter((flag) => accountFlags.includes(flag));
  const reason = exclusion && isFlag(exclusion.reason) ? exclusion.reason : null;
  const until = exclusion?.until == null ? null : new Date(exclusion.until);
  return {
    flags: reason ? [reason, ...remaining] : remaining,
    coolingUntil: reason === 'cooling' ? until : null,
    awayUntil: reason === 'away' ? until : null,
  };
}

function isFlag(reason: string): reason is Flag {
  return Object.hasOwn(flagLabels, reason);
}
