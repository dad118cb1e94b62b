import { type RunResult, runResultSchema } from '@/lib/read-model/run-schemas';
import type { AccountHistoryRow } from '@/lib/warehouse/sql/analytics/account';
import {
  type Assignment,
  assignmentSchema,
  type DecisionVerb,
  decisionVerbs,
} from '@/lib/warehouse/sql/decisions';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import { type RecommendationState, recommendationStates } from '@/lib/warehouse/sql/rule-warnings';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { AccountEvent, AssignedEvent, PreviousOwner } from './types';

type HistoryRow<Question extends AccountHistoryRow['question']> = Extract<
  AccountHistoryRow,
  { question: Question }
>;

/** What happens at one moment happens in this order. */
const kindOrder: readonly AccountEvent['kind'][] = [
  'needed',
  'deferred',
  'recommended',
  'reviewed',
  'decided',
  'assigned',
];

/** Everything that is known to have happened to an account, newest first. */
export function accountEvents(
  accountId: string,
  rows: readonly AccountHistoryRow[],
): AccountEvent[] {
  const decided = rowsFor(rows, 'decided');
  const events = [
    ...rowsFor(rows, 'account').flatMap(neededEvents),
    ...rowsFor(rows, 'recommended').map(recommendedEvent),
    ...rowsFor(rows, 'reviewed').map(reviewedEvent),
    ...decided.map((row) => decidedEvent(row, decided, rowsFor(rows, 'assigned'))),
    ...assignedEvents(decided, rowsFor(rows, 'assigned')),
    ...rowsFor(rows, 'deferred').flatMap((row) => deferredEvents(accountId, row)),
  ];
  return events.sort(
    (a, b) =>
      b.at.getTime() - a.at.getTime() ||
      kindOrder.indexOf(b.kind) - kindOrder.indexOf(a.kind) ||
      (a.id < b.id ? 1 : -1),
  );
}

function neededEvents({ needsCsm, since }: HistoryRow<'account'>): AccountEvent[] {
  return needsCsm && since ? [{ kind: 'needed', id: 'needed', at: since }] : [];
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
    outside:
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
    csm: row.csm,
    model: row.model,
    verdict: (verdicts.find((one) => one === row.verdict) ?? null) as Verdict | null,
    confidence: row.confidence,
    suggestedCsm: row.suggestedCsm,
    // Without a verdict it is kept back, and nothing else that was said may stand in for it.
    feedback: row.withheld ? null : row.feedback,
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
    verb: decisionVerbs.find((one) => one === row.verb) as DecisionVerb,
    byName: row.byName,
    recommendedCsm: row.recommendedCsm,
    csm: row.csm,
    reason: row.reason,
    note: row.note,
    setAside: row.setAside?.split(' ') ?? [],
    before: previousOwner(row.before),
    undone: all.some(({ undoes }) => undoes === row.id),
    stands: assigned.some((one) => wroteAssignment(row, one)),
  };
}

/**
 * What the account was given by something else than a decision here, as far as its assignment or
 * what a decision found there tells. Each once.
 */
function assignedEvents(
  decided: readonly HistoryRow<'decided'>[],
  now: readonly HistoryRow<'assigned'>[],
): AccountEvent[] {
  const found: (Omit<AssignedEvent, 'kind'> & { readonly at: Date | null })[] = [
    ...now.flatMap(({ csm, at, method, feedback }) =>
      csm ? [{ csm, at, method, feedback, stands: true }] : [],
    ),
    ...decided.flatMap(({ before }) => {
      const kept = parseAssignment(before);
      if (!kept?.csmName) return [];
      const { csmName: csm, method, feedback } = kept;
      return [{ csm, at: assignmentTime(kept), method, feedback, stands: false }];
    }),
  ];
  const told = new Set<string>();
  return found.flatMap(({ at, ...rest }): AccountEvent[] => {
    if (!at || decided.some((one) => wroteAssignment(one, { csm: rest.csm, at }))) return [];
    const id = `assigned-${at.toISOString()}-${rest.csm}`;
    if (told.has(id)) return [];
    told.add(id);
    return [{ kind: 'assigned', id, at, ...rest }];
  });
}

function deferredEvents(accountId: string, row: HistoryRow<'deferred'>): AccountEvent[] {
  const deferral = parseDeferral(accountId, row.found);
  if (!deferral) return [];
  const run = { id: row.runId, ours: true, byName: row.byName };
  return [{ kind: 'deferred', id: `deferred-${row.runId}`, at: row.at, run, deferral }];
}

/** Whether a decision wrote an assignment: it bears the decision's own moment. */
function wroteAssignment(
  decision: Pick<HistoryRow<'decided'>, 'csm' | 'at'>,
  assignment: { readonly csm: string | null; readonly at: Date | null },
): boolean {
  return (
    decision.csm !== null &&
    decision.csm === assignment.csm &&
    decision.at.getTime() === assignment.at?.getTime()
  );
}

function previousOwner(before: string | null): PreviousOwner | null {
  const kept = parseAssignment(before);
  return kept?.csmName ? { csm: kept.csmName, at: assignmentTime(kept) } : null;
}

function parseAssignment(text: string | null): Assignment | null {
  return text === null ? null : assignmentSchema.parse(JSON.parse(text));
}

/** A warehouse spells moments in UTC as `2026-03-02 09:00:00.123`, ours are in ISO. */
function assignmentTime({ assignedAt, updatedAt }: Assignment): Date | null {
  const text = assignedAt ?? updatedAt;
  if (text === null) return null;
  const iso = text.trim().replace(' ', 'T');
  const moment = new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

const deferralSchema = runResultSchema.shape.deferrals.element;

/**
 * The deferral of an account from what follows its id in the JSON text of a run's result; null
 * where that is not a deferral.
 */
export function parseDeferral(
  accountId: string,
  following: string,
): RunResult['deferrals'][number] | null {
  const end = endOfObject(following);
  if (end === null) return null;
  const text = `{"accountId":${JSON.stringify(accountId)}${following.slice(0, end)}`;
  const parsed = deferralSchema.safeParse(parseJsonOrNull(text));
  return parsed.success ? parsed.data : null;
}

/** Where the object ends that `text` is inside of; null where it does not. */
function endOfObject(text: string): number | null {
  let depth = 1;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return at + 1;
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
