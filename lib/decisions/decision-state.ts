import { isNewer } from '@/lib/read-model/csms';
import { applyChange, type Change, type Facts } from '@/lib/read-model/facts';
import { receiptIndex, rejectionsByAccount } from '@/lib/read-model/load-facts';
import {
  type NameDirectory,
  namedAccount,
  namedRecommendation,
} from '@/lib/read-model/name-directory';
import type { AuditHead } from '@/lib/warehouse/sql/audit';
import type { DecisionRow } from '@/lib/warehouse/sql/decision-rows';
import { type Assignment, assignmentSchema } from '@/lib/warehouse/sql/decisions';
import type { AccountFacts, RecommendationFacts } from '@/lib/warehouse/sql/read-model';
import type { FactWindows } from '@/lib/warehouse/sql/receipts';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { parseStoredTime } from '@/lib/warehouse/sql/shared/microseconds';
import type { RecommendationState } from '@/lib/warehouse/sql/shared/state';

/** What a request is judged against. Each decided request changes it for the next one. */
export interface DecisionState {
  /** Only what concerns the requests, except for CSMs and books. */
  readonly facts: Facts;
  /** As stored before the first request was decided. */
  readonly recommendations: ReadonlyMap<string, StoredRecommendation>;
  readonly accounts: Map<string, AccountState>;
  /** The head of the audit trail as it was read; undefined if there is none. */
  readonly auditHead: AuditHead | undefined;
}

export interface StoredRecommendation {
  readonly facts: RecommendationFacts;
  readonly state: RecommendationState;
  /** The decision in effect. */
  readonly decision: StoredDecision | null;
  /** Every decision, also undos and undone ones. */
  readonly decisions: readonly StoredDecision[];
}

export type StoredDecision = Extract<DecisionRow, { question: 'decision' }>;

/** A decision in effect on any recommendation of an account. */
export interface EffectiveDecision {
  readonly id: string;
  readonly byName: string;
  readonly at: Date;
}

export interface AccountState {
  readonly assignment: Assignment | null;
  readonly assignedAt: Date | null;
  readonly updatedAt: Date | null;
  /** The account's newest unassigned recommendation, which supersedes the older ones. */
  readonly newest: NewestRecommendation | null;
  /** The account's decisions in effect; only loaded for an undo. */
  readonly decided: readonly EffectiveDecision[];
}

export type NewestRecommendation = Extract<DecisionRow, { question: 'newest' }>;

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
  const states = accountStates(rows, [...accounts.keys()]);
  const { names } = model;
  const recommendations = storedRecommendations(rows, states, names);
  const pending = [...recommendations.values()].filter(({ state }) => state === 'pending');
  return {
    facts: {
      ...model,
      recommendations: new Map(pending.map(({ facts }) => [facts.id, facts])),
      accounts: new Map(
        [...accounts].flatMap(([id, account]) => {
          if (!account) return [];
          const currentCsm = states.get(id)?.assignment?.csmName ?? account.currentCsm;
          return [[id, namedAccount({ ...account, currentCsm }, names)]];
        }),
      ),
      books: new Map(model.books),
      receipts: receiptIndex(rowsFor(rows, 'accepted'), rowsFor(rows, 'assigned'), names),
      rejections: rejectionsByAccount(rowsFor(rows, 'rejected'), names),
      windows,
    },
    recommendations,
    accounts: states,
    auditHead: rowsFor(rows, 'auditHead')[0],
  };
}

function storedRecommendations(
  rows: readonly DecisionRow[],
  accounts: ReadonlyMap<string, AccountState>,
  names: NameDirectory,
): Map<string, StoredRecommendation> {
  const decisions = rowsFor(rows, 'decision');
  const stored = new Map<string, StoredRecommendation>();
  const repeated = new Set<string>();
  for (const { question: _, state: undecided, ...row } of rowsFor(rows, 'recommendation')) {
    const facts = namedRecommendation(row, names);
    if (stored.has(facts.id)) repeated.add(facts.id);
    const own = decisions.filter(({ recommendationId }) => recommendationId === facts.id);
    const decision = decisionInEffect(own);
    const state = stateOf(facts, undecided, decision, accounts.get(facts.accountId));
    stored.set(facts.id, { facts, state, decision, decisions: own });
  }
  // The warehouse does not enforce keys. Which of several rows is meant is unknown.
  for (const id of repeated) stored.delete(id);
  return stored;
}

/** The newest decision that is not undone. */
function decisionInEffect(decisions: readonly StoredDecision[]): StoredDecision | null {
  const undone = new Set(decisions.map(({ undoes }) => undoes));
  const [newest = null] = decisions
    .filter(({ verb, id }) => verb !== 'undo' && !undone.has(id))
    .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1));
  return newest;
}

/** @param outcome the state by the recommendation's own columns */
function stateOf(
  recommendation: RecommendationFacts,
  outcome: RecommendationState,
  decision: StoredDecision | null,
  account: AccountState | undefined,
): RecommendationState {
  if (outcome !== 'pending') return outcome;
  if (decision?.verb === 'reject') return 'rejected';
  const isSuperseded =
    isAssignedSince(recommendation, account?.assignedAt ?? null) ||
    newerThan(recommendation, account) !== null;
  return isSuperseded ? 'superseded' : 'pending';
}

function accountStates(
  rows: readonly DecisionRow[],
  accountIds: readonly string[],
): Map<string, AccountState> {
  // The warehouse does not enforce keys. Of several assignments, the newest is in effect.
  const assignments = new Map(
    rowsFor(rows, 'assignment')
      .sort((a, b) => Number(a.assignedTime ?? 0) - Number(b.assignedTime ?? 0))
      .map((row) => [row.accountId, row]),
  );
  const newest = new Map(rowsFor(rows, 'newest').map((row) => [row.accountId, row]));
  const decided = rowsFor(rows, 'decided');
  return new Map(
    accountIds.map((id) => {
      const row = assignments.get(id);
      return [
        id,
        {
          assignment: row ? assignmentSchema.parse(row) : null,
          assignedAt: row?.assignedTime ?? null,
          updatedAt: row?.updatedTime ?? null,
          newest: newest.get(id) ?? null,
          decided: decided.filter(({ accountId }) => accountId === id),
        },
      ];
    }),
  );
}

/** Whether an assignment made at this time supersedes a recommendation. */
export function isAssignedSince(
  { recommendedAt }: Pick<RecommendationFacts, 'recommendedAt'>,
  assignedAt: Date | null,
): boolean {
  return assignedAt !== null && assignedAt >= recommendedAt;
}

/** The newer recommendation of the account that supersedes this one; null if there is none. */
export function newerThan(
  recommendation: Pick<RecommendationFacts, 'id' | 'recommendedAt'>,
  account: Pick<AccountState, 'newest'> | undefined,
): NewestRecommendation | null {
  const newest = account?.newest ?? null;
  if (newest === null) return null;
  const newer = { id: newest.id, recommendedAt: newest.at };
  return isNewer(newer, recommendation) ? newest : null;
}

/** The account's assignment before a decision, which an undo restores. */
export function assignmentBefore({ assignmentBefore: json }: StoredDecision): Assignment | null {
  return json === null ? null : assignmentSchema.parse(JSON.parse(json));
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
          assignedAt: parseStoredTime(assignment?.assignedAt ?? null),
          updatedAt: parseStoredTime(assignment?.updatedAt ?? null),
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
