import { nameKey } from '@/lib/names';
import { deferralSchema, type RunDeferral } from '@/lib/read-model/run-schemas';
import type { AccountHistoryRow } from '@/lib/warehouse/sql/analytics/account';
import {
  type Assignment,
  assignmentSchema,
  type DecisionVerb,
  decisionVerbs,
} from '@/lib/warehouse/sql/decisions';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { EARLIER_REASSIGNMENT, wasRevised } from '@/lib/warehouse/sql/shared/earlier-program';
import { parseStoredTime } from '@/lib/warehouse/sql/shared/microseconds';
import { type RecommendationState, recommendationStates } from '@/lib/warehouse/sql/shared/state';
import type { AccountEvent, AssignedEvent, PreviousOwner } from './types';

type HistoryRow<Question extends AccountHistoryRow['question']> = Extract<
  AccountHistoryRow,
  { question: Question }
>;

/** The order of events with the same time. */
const kindOrder: readonly AccountEvent['kind'][] = [
  'needed',
  'marked',
  'deferred',
  'recommended',
  'reviewed',
  'decided',
  'assigned',
  'noted',
];

/** Builds an account's history from its rows, newest first. */
export function accountEvents(
  accountId: string,
  rows: readonly AccountHistoryRow[],
  now: Date,
): AccountEvent[] {
  const decided = rowsFor(rows, 'decided');
  const events = [
    ...rowsFor(rows, 'account').flatMap((row) => neededEvents(row, rows, now)),
    ...rowsFor(rows, 'marked').map(markedEvent),
    ...rowsFor(rows, 'recommended').map(recommendedEvent),
    ...rowsFor(rows, 'reviewed').map(reviewedEvent),
    ...decided.map((row) => decidedEvent(row, decided, rowsFor(rows, 'assigned'))),
    ...assignedEvents(decided, rowsFor(rows, 'assigned')),
    ...rowsFor(rows, 'noted').map(notedEvent),
    ...rowsFor(rows, 'deferred').flatMap((row) => deferredEvents(accountId, row)),
  ];
  return events.sort(
    (a, b) =>
      b.at.getTime() - a.at.getTime() ||
      kindOrder.indexOf(b.kind) - kindOrder.indexOf(a.kind) ||
      (a.id < b.id ? 1 : -1),
  );
}

/**
 * When the account started to need a CSM, unless a mark says so, or the source says a time in the future:
 * after an assignment, that is the time of the assignment.
 */
function neededEvents(
  { needsCsm, since }: HistoryRow<'account'>,
  rows: readonly AccountHistoryRow[],
  now: Date,
): AccountEvent[] {
  if (!needsCsm || !since || since > now) return [];
  const isAt = ({ at }: { readonly at: Date | null }) => at?.getTime() === since.getTime();
  if (rowsFor(rows, 'marked').some((mark) => mark.inEffect && isAt(mark))) return [];
  if (rowsFor(rows, 'assigned').some(isAt)) return [];
  return [{ kind: 'needed', id: 'needed', at: since }];
}

function markedEvent(row: HistoryRow<'marked'>): AccountEvent {
  const { at, marked, byName, reason, inEffect } = row;
  return {
    kind: 'marked',
    id: `marked-${at.toISOString()}`,
    at,
    marked,
    byName,
    reason,
    inEffect,
  };
}

function recommendedEvent(row: HistoryRow<'recommended'>, nth: number): AccountEvent {
  const state = recommendationStates.find((one) => one === row.state) as RecommendationState;
  return {
    kind: 'recommended',
    id: `recommended-${row.id ?? nth}`,
    at: row.at,
    recommendationId: row.id,
    csm: row.csm,
    method: row.method,
    score: row.score,
    run: row.runId === null ? null : { id: row.runId, ours: row.ours, byName: row.byName },
    state,
    earlierProgram:
      row.method === EARLIER_REASSIGNMENT ? 'assigned' : wasRevised(row) ? 'replaced' : null,
    assignedOutside:
      row.decidedHere || !['accepted', 'overridden'].includes(state)
        ? null
        : (row.givenTo ?? row.csm),
    feedback: row.feedback,
  };
}

function reviewedEvent(row: HistoryRow<'reviewed'>): AccountEvent {
  return {
    kind: 'reviewed',
    id: `reviewed-${row.id}`,
    at: row.at,
    recommendationId: row.recommendationId,
    csm: row.csm,
    model: row.model,
    verdict: (verdicts.find((one) => one === row.verdict) ?? null) as Verdict | null,
    confidence: row.confidence,
    suggestedCsm: row.suggestedCsm,
    // A blinded review must not show its feedback either.
    feedback: row.blinded ? null : row.feedback,
  };
}

function decidedEvent(
  row: HistoryRow<'decided'>,
  all: readonly HistoryRow<'decided'>[],
  assigned: readonly HistoryRow<'assigned'>[],
): AccountEvent {
  return {
    kind: 'decided',
    id: `decided-${row.id}`,
    at: row.at,
    recommendationId: row.recommendationId,
    verb: decisionVerbs.find((one) => one === row.verb) as DecisionVerb,
    byName: row.byName,
    recommendedCsm: row.recommendedCsm,
    csm: row.csm,
    reason: row.reason,
    note: row.note,
    acknowledgedRules: row.acknowledgedRules?.split(' ') ?? [],
    previousOwner: previousOwner(row.assignmentBefore),
    undone: all.some(({ undoes }) => undoes === row.id),
    isCurrent: assigned.some((one) => wroteAssignment(row, one)),
  };
}

/**
 * Assignments made outside the app: the current one, and those that decisions replaced. Each is
 * listed once.
 */
function assignedEvents(
  decided: readonly HistoryRow<'decided'>[],
  current: readonly HistoryRow<'assigned'>[],
): AccountEvent[] {
  const assignments: (Omit<AssignedEvent, 'kind'> & { readonly at: Date | null })[] = [
    ...current.flatMap(({ csm, at, method, feedback }) =>
      csm ? [{ csm, at, method, feedback, isCurrent: true }] : [],
    ),
    ...decided.flatMap(({ assignmentBefore }) => {
      const replaced = parseAssignment(assignmentBefore);
      if (!replaced?.csmName) return [];
      const { csmName: csm, method, feedback } = replaced;
      return [{ csm, at: assignmentTime(replaced), method, feedback, isCurrent: false }];
    }),
  ];
  const seen = new Set<string>();
  return assignments.flatMap(({ at, ...rest }): AccountEvent[] => {
    if (!at || decided.some((one) => wroteAssignment(one, { csm: rest.csm, at }))) return [];
    const id = `assigned-${at.toISOString()}-${rest.csm}`;
    if (seen.has(id)) return [];
    seen.add(id);
    return [{ kind: 'assigned', id, at, ...rest }];
  });
}

function notedEvent({ id, at, byName, note }: HistoryRow<'noted'>): AccountEvent {
  return { kind: 'noted', id: `noted-${id}`, at, byName, note };
}

function deferredEvents(accountId: string, row: HistoryRow<'deferred'>): AccountEvent[] {
  const deferral = parseDeferral(accountId, row.jsonAfterId);
  if (!deferral) return [];
  const run = { id: row.runId, ours: true, byName: row.byName };
  return [{ kind: 'deferred', id: `deferred-${row.runId}`, at: row.at, run, deferral }];
}

/** Whether a decision wrote an assignment: both have the same CSM and time. */
function wroteAssignment(
  decision: Pick<HistoryRow<'decided'>, 'csm' | 'at'>,
  assignment: { readonly csm: string | null; readonly at: Date | null },
): boolean {
  return (
    decision.csm !== null &&
    nameKey(decision.csm) === nameKey(assignment.csm) &&
    decision.at.getTime() === assignment.at?.getTime()
  );
}

function previousOwner(assignmentBefore: string | null): PreviousOwner | null {
  const assignment = parseAssignment(assignmentBefore);
  if (!assignment?.csmName) return null;
  return { csm: assignment.csmName, at: assignmentTime(assignment) };
}

function parseAssignment(text: string | null): Assignment | null {
  return text === null ? null : assignmentSchema.parse(JSON.parse(text));
}

/** When the account was assigned; null if unknown. */
function assignmentTime({ assignedAt, updatedAt }: Assignment): Date | null {
  return parseStoredTime(assignedAt ?? updatedAt);
}

/**
 * Parses an account's deferral from the JSON text that follows its id in a run's deferrals.
 * @returns null if the text is not a complete deferral
 */
export function parseDeferral(accountId: string, jsonAfterId: string): RunDeferral | null {
  const end = endOfObject(jsonAfterId);
  if (end === null) return null;
  const text = `{"accountId":${JSON.stringify(accountId)}${jsonAfterId.slice(0, end)}`;
  const parsed = deferralSchema.safeParse(parseJsonOrNull(text));
  return parsed.success ? parsed.data : null;
}

/** The index after the end of the object that `text` continues; null if it doesn't end. */
function endOfObject(text: string): number | null {
  let depth = 1;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const char = text[index];
    if (quoted) {
      if (char === '\\') index++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return index + 1;
  }
  return null;
}

function parseJsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
