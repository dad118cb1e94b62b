import { applyChange, type Change, type Facts } from '@/lib/read-model/facts';
import { groupByAccount, receiptIndex } from '@/lib/read-model/load-facts';
import type { DecisionRow } from '@/lib/warehouse/sql/decision-rows';
import { type Assignment, assignmentSchema } from '@/lib/warehouse/sql/decisions';
import type {
  AccountFacts,
  FactWindows,
  RecommendationFacts,
} from '@/lib/warehouse/sql/read-model';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';

/** What a request is judged against. Each decided request changes it for the next one. */
export interface DecisionState {
  /** Only what concerns the requests, except for CSMs and books. */
  readonly facts: Facts;
  /** As stored before the first request was decided. */
  readonly recommendations: ReadonlyMap<string, StoredRecommendation>;
  readonly accounts: Map<string, AccountState>;
  readonly made: readonly MadeDecision[];
}

export interface StoredRecommendation {
  readonly facts: RecommendationFacts;
  readonly state: RecommendationState;
  /** The decision in effect. */
  readonly decision: StoredDecision | null;
}

interface StoredDecision {
  readonly id: string;
  readonly requestId: string | null;
  readonly verb: string;
  readonly csm: string | null;
  readonly byName: string;
  readonly at: Date;
  /** The account's assignment before the decision, which an undo restores. */
  readonly assignmentBefore: Assignment | null;
}

export interface AccountState {
  readonly assignment: Assignment | null;
  readonly assignedAt: Date | null;
  readonly updatedAt: Date | null;
  /** The account's newest recommendation and decisions in effect; only loaded for an undo. */
  readonly recommendedAt: Date | null;
  readonly decided: readonly { readonly id: string; readonly at: Date }[];
}

/** A decision that a request made before, if it is a retry. */
export type MadeDecision = Extract<DecisionRow, { question: 'made' }>;

/**
 * Combines the rows read in the transaction with the accounts' data, CSMs, and books from memory.
 * @param accounts the requests' accounts in memory, by id; an account that does not exist has none
 */
export function toDecisionState(
  rows: readonly DecisionRow[],
  model: Facts,
  accounts: ReadonlyMap<string, AccountFacts | null>,
  windows: FactWindows,
): DecisionState {
  const recommendations = storedRecommendations(rows);
  const states = accountStates(rows, [...accounts.keys()]);
  const pending = [...recommendations.values()].filter(({ state }) => state === 'pending');
  return {
    facts: {
      ...model,
      recommendations: new Map(pending.map(({ facts }) => [facts.id, facts])),
      accounts: new Map(
        [...accounts].flatMap(([id, account]) => {
          const owner = states.get(id)?.assignment?.csmName;
          return account ? [[id, { ...account, currentCsm: owner ?? account.currentCsm }]] : [];
        }),
      ),
      books: new Map(model.books),
      receipts: receiptIndex(rowsFor(rows, 'accepted'), rowsFor(rows, 'assigned')),
      rejections: groupByAccount(rowsFor(rows, 'rejected')),
      windows,
    },
    recommendations,
    accounts: states,
    made: rowsFor(rows, 'made'),
  };
}

function storedRecommendations(rows: readonly DecisionRow[]): Map<string, StoredRecommendation> {
  const stored = new Map<string, StoredRecommendation>();
  const repeated = new Set<string>();
  for (const { question: _, ...row } of rowsFor(rows, 'recommendation')) {
    const { state, decisionId, requestId, verb, csm, byName, decidedAt, ...rest } = row;
    const { assignmentBefore, ...facts } = rest;
    if (stored.has(facts.id)) repeated.add(facts.id);
    const decision =
      decisionId && verb && decidedAt
        ? {
            ...{ id: decisionId, requestId, verb, csm, byName: byName ?? 'someone', at: decidedAt },
            assignmentBefore:
              assignmentBefore === null
                ? null
                : assignmentSchema.parse(JSON.parse(assignmentBefore)),
          }
        : null;
    stored.set(facts.id, { facts, state, decision });
  }
  // The warehouse does not enforce keys. Which of several rows is meant is unknown.
  for (const id of repeated) stored.delete(id);
  return stored;
}

function accountStates(
  rows: readonly DecisionRow[],
  accountIds: readonly string[],
): Map<string, AccountState> {
  const assignments = new Map(rowsFor(rows, 'assignment').map((row) => [row.accountId, row]));
  const recommended = new Map(
    rowsFor(rows, 'newestRecommended').map((row) => [row.accountId, row]),
  );
  const decided = rowsFor(rows, 'decided');
  return new Map(
    accountIds.map((id) => {
      const row = assignments.get(id);
      const { csmName, assignedAt, method, feedback, updatedAt } = row ?? {};
      return [
        id,
        {
          assignment: row
            ? assignmentSchema.parse({ csmName, assignedAt, method, feedback, updatedAt })
            : null,
          assignedAt: row?.assignedTime ?? null,
          updatedAt: row?.updatedTime ?? null,
          recommendedAt: recommended.get(id)?.at ?? null,
          decided: decided.filter(({ accountId }) => accountId === id),
        },
      ];
    }),
  );
}

/** Whether an assignment made at this time supersedes a recommendation. */
export function isSuperseded(
  { recommendedAt }: Pick<RecommendationFacts, 'recommendedAt'>,
  assignedAt: Date | null,
): boolean {
  return assignedAt !== null && assignedAt >= recommendedAt;
}

/** The time of a stored assignment, which the warehouse formats without a time zone. */
export function assignmentTime(text: string | null): Date | null {
  if (text === null) return null;
  return new Date(text.endsWith('Z') ? text : `${text.replace(' ', 'T')}Z`);
}

/** What a decided request changes for the ones after it. */
export interface DecidedChange {
  readonly accountId: string;
  readonly change: Change;
  /** The account's assignment afterwards; undefined if it does not change. */
  readonly assignment: Assignment | null | undefined;
  /** The account's decisions in effect afterwards. */
  readonly decided: AccountState['decided'];
}

export function applyDecided(state: DecisionState, decided: DecidedChange): void {
  applyChange(state.facts, decided.change);
  const before = state.accounts.get(decided.accountId);
  if (!before) return;
  const account = { ...before, decided: decided.decided };
  const { assignment } = decided;
  state.accounts.set(
    decided.accountId,
    assignment === undefined
      ? account
      : {
          ...account,
          assignment,
          assignedAt: assignmentTime(assignment?.assignedAt ?? null),
          updatedAt: assignmentTime(assignment?.updatedAt ?? null),
        },
  );
}

/** The account as a decision's outcome describes it. */
export function accountOf(
  { facts: { accountId } }: StoredRecommendation,
  { facts }: DecisionState,
) {
  return { accountId, accountName: facts.accounts.get(accountId)?.name ?? null };
}
