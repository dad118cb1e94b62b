'use client';

import { useEffect, useRef, useState } from 'react';
import { v4 as uuid } from 'uuid';
import { dismissNotice, notify } from '@/components/ui/notify';
import type { Flag, QueueRow, Target } from '../queue-row';
import {
  type Answer,
  doneWords,
  type Intent,
  intentWords,
  revealedWords,
  send,
  sendUndo,
} from './intent';
import type { Notice } from './notices';

/** What a confirmation shows: the choice, and the rules that speak against it. */
export interface Doubt {
  readonly intent: Intent;
  readonly flags: readonly Flag[];
  readonly coolingUntil: Date | string | null;
  readonly awayUntil: Date | string | null;
  /** True when the server knew more than the screen did. */
  readonly news: boolean;
}

interface Made {
  readonly intent: Intent;
  readonly answer: Promise<Answer>;
}

/**
 * Decisions as they are made: the row goes at once, the server is asked behind, and a refusal
 * brings the row back with what happened.
 */
export function useDecisions(
  rows: readonly QueueRow[],
  on: {
    readonly doubt: (doubt: Doubt) => void;
    readonly returned: (id: string) => void;
    readonly say: (notice: Omit<Notice, 'id'>) => void;
  },
) {
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [working, setWorking] = useState(0);
  /** True from an answer until the rows that come with it are on the screen. */
  const [behind, setBehind] = useState(false);
  const asking = useRef(new Set<string>());
  const made = useRef<Made[]>([]);
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

  async function decide(intent: Intent): Promise<void> {
    const { id } = intent.row;
    if (asking.current.has(id)) return;
    asking.current.add(id);
    setGone((ids) => new Set(ids).add(id));
    setWorking((count) => count + 1);
    const entry: Made = { intent, answer: send(intent) };
    made.current.push(entry);
    const answer = await entry.answer;
    asking.current.delete(id);
    answeredWith(answer);
    if (answer.ok) {
      void notify('ok', `${doneWords[intent.choice.verb]}: ${intentWords(intent)}`, {
        id: intent.requestId,
        ...revealedWords(answer.value),
        action: { label: 'Undo (u)', run: () => void undo(entry) },
      });
      return;
    }
    forget(entry);
    setGone((ids) => without(ids, id));
    refused(intent, answer);
  }

  function refused(intent: Intent, answer: Extract<Answer, { ok: false }>) {
    const { code, details = {}, message } = answer.error;
    if (code === 'needs_confirmation') {
      latest.current.doubt({
        intent,
        flags: (details.flags ?? []) as Flag[],
        coolingUntil: (details.coolingUntil ?? null) as Date | null,
        awayUntil: (details.awayUntil ?? null) as Date | null,
        news: true,
      });
      return;
    }
    latest.current.say({
      code,
      message,
      intent,
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
    void dismissNotice(entry.intent.requestId);
    setWorking((count) => count + 1);
    const decided = await entry.answer;
    const answer = decided.ok ? await sendUndo(decided.value, requestId) : decided;
    answeredWith(answer);
    if (!decided.ok) return;
    const { id } = entry.intent.row;
    if (answer.ok) {
      void dismissNotice(entry.intent.requestId);
      setGone((ids) => without(ids, id));
      void notify('ok', `Undone: ${intentWords(entry.intent)} waits again`);
      latest.current.returned(id);
      return;
    }
    const { code, message } = answer.error;
    const again = () => void undo(entry, requestId);
    const action = answer.lost ? { label: 'Try again', run: again } : undefined;
    latest.current.say({ code, message, intent: entry.intent, undoing: true, action });
  }

  function answeredWith(answer: Answer) {
    setWorking((count) => count - 1);
    if (answer.ok || !answer.lost) setBehind(true);
  }

  function forget(entry: Made) {
    made.current = made.current.filter((other) => other !== entry);
  }

  return { gone, busy: working > 0 || behind, decide, undo: () => void undo() };
}

/** A new intent, with a request id of its own. */
export function newIntent(
  row: Target,
  choice: Intent['choice'],
  acknowledged: readonly Flag[] = [],
): Intent {
  return { row, choice, acknowledged, requestId: uuid(), seenMs: null };
}

function hasRow(rows: readonly QueueRow[], id: string): boolean {
  return rows.some((row) => row.id === id);
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
}
