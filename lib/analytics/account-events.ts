import type { AccountAnswer } from '@/lib/warehouse/sql/account-page';
import { answersOf } from '@/lib/warehouse/sql/answers';
import { type Assignment, assignmentSchema } from '@/lib/warehouse/sql/assignments';
import { type Verb, verbs } from '@/lib/warehouse/sql/decisions';
import { type State, states } from '@/lib/warehouse/sql/flagged';
import { type Verdict, verdicts } from '@/lib/warehouse/sql/reviews';
import { deferralFrom } from './account-deferral';
import type { AccountEvent, AssignedEvent, FormerOwner } from './account-event';

type Of<Question extends AccountAnswer['question']> = Extract<
  AccountAnswer,
  { question: Question }
>;

/** What happens at one moment happens in this order. */
const order: readonly AccountEvent['kind'][] = [
  'needed',
  'deferred',
  'recommended',
  'reviewed',
  'decided',
  'assigned',
];

/** Everything that is known to have happened to an account, newest first. */
export function eventsOf(accountId: string, rows: readonly AccountAnswer[]): AccountEvent[] {
  const decided = answersOf(rows, 'decided');
  const events = [
    ...answersOf(rows, 'account').flatMap(needed),
    ...answersOf(rows, 'recommended').map(recommended),
    ...answersOf(rows, 'reviewed').map(reviewed),
    ...decided.map((row) => decision(row, decided, answersOf(rows, 'assigned'))),
    ...assignments(decided, answersOf(rows, 'assigned')),
    ...answersOf(rows, 'deferred').flatMap((row) => deferred(accountId, row)),
  ];
  return events.sort(
    (a, b) =>
      b.at.getTime() - a.at.getTime() ||
      order.indexOf(b.kind) - order.indexOf(a.kind) ||
      (a.id < b.id ? 1 : -1),
  );
}

function needed({ needsCsm, since }: Of<'account'>): AccountEvent[] {
  return needsCsm && since ? [{ kind: 'needed', id: 'needed', at: since }] : [];
}

function recommended(row: Of<'recommended'>, nth: number): AccountEvent {
  const state = states.find((one) => one === row.state) as State;
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

function reviewed(row: Of<'reviewed'>): AccountEvent {
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

function decision(
  row: Of<'decided'>,
  all: readonly Of<'decided'>[],
  assigned: readonly Of<'assigned'>[],
): AccountEvent {
  return {
    kind: 'decided',
    id: `decided-${row.id}`,
    at: row.at,
    verb: verbs.find((one) => one === row.verb) as Verb,
    byName: row.byName,
    recommendedCsm: row.recommendedCsm,
    csm: row.csm,
    reason: row.reason,
    note: row.note,
    setAside: row.setAside?.split(' ') ?? [],
    before: formerOwner(row.before),
    undone: all.some(({ undoes }) => undoes === row.id),
    stands: assigned.some((one) => wrote(row, one)),
  };
}

/**
 * What the account was given by something else than a decision here, as far as its assignment or
 * what a decision found there tells. Each once.
 */
function assignments(
  decided: readonly Of<'decided'>[],
  now: readonly Of<'assigned'>[],
): AccountEvent[] {
  const found: (Omit<AssignedEvent, 'kind'> & { readonly at: Date | null })[] = [
    ...now.flatMap(({ csm, at, method, feedback }) =>
      csm ? [{ csm, at, method, feedback, stands: true }] : [],
    ),
    ...decided.flatMap(({ before }) => {
      const kept = assignmentOf(before);
      if (!kept?.csmName) return [];
      const { csmName: csm, method, feedback } = kept;
      return [{ csm, at: momentOf(kept), method, feedback, stands: false }];
    }),
  ];
  const told = new Set<string>();
  return found.flatMap(({ at, ...rest }): AccountEvent[] => {
    if (!at || decided.some((one) => wrote(one, { csm: rest.csm, at }))) return [];
    const id = `assigned-${at.toISOString()}-${rest.csm}`;
    if (told.has(id)) return [];
    told.add(id);
    return [{ kind: 'assigned', id, at, ...rest }];
  });
}

function deferred(accountId: string, row: Of<'deferred'>): AccountEvent[] {
  const deferral = deferralFrom(accountId, row.found);
  if (!deferral) return [];
  const run = { id: row.runId, ours: true, byName: row.byName };
  return [{ kind: 'deferred', id: `deferred-${row.runId}`, at: row.at, run, deferral }];
}

/** Whether a decision wrote an assignment: it bears the decision's own moment. */
function wrote(
  decision: Pick<Of<'decided'>, 'csm' | 'at'>,
  assignment: { readonly csm: string | null; readonly at: Date | null },
): boolean {
  return (
    decision.csm !== null &&
    decision.csm === assignment.csm &&
    decision.at.getTime() === assignment.at?.getTime()
  );
}

function formerOwner(before: string | null): FormerOwner | null {
  const kept = assignmentOf(before);
  return kept?.csmName ? { csm: kept.csmName, at: momentOf(kept) } : null;
}

function assignmentOf(text: string | null): Assignment | null {
  return text === null ? null : assignmentSchema.parse(JSON.parse(text));
}

/** A warehouse spells moments in UTC as `2026-03-02 09:00:00.123`, ours are in ISO. */
function momentOf({ assignedAt, updatedAt }: Assignment): Date | null {
  const text = assignedAt ?? updatedAt;
  if (text === null) return null;
  const iso = text.trim().replace(' ', 'T');
  const moment = new Date(/(Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
