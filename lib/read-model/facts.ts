import { isHighNeed } from '@/lib/engine/eligibility';
import type { RoutingPolicy } from '@/lib/engine/policy';
import { classifyHealth } from '@/lib/engine/prepare-input';
import { type Book, type HealthColor, isHealthColor, type ScoreName } from '@/lib/engine/types';
import type { AccountFacts, CsmFacts, RecommendationFacts } from '@/lib/warehouse/sql/read-model';
import type { FactWindows, RejectedFacts } from '@/lib/warehouse/sql/receipts';
import { type OwnedBook, totalOf, withAmounts } from './books';
import { type NameDirectory, namedAccount, namedRecommendation } from './name-directory';
import { acceptedKey, assignedKey, type ReceiptIndex } from './receipts';

export type { AccountFacts, CsmFacts, RecommendationFacts };

/**
 * What is known about open work. Every name of a CSM is the one to use for the person, whatever its
 * spelling in the warehouse. Changes go through `applyChange`.
 */
export interface Facts {
  readonly names: NameDirectory;
  /**
   * The pending recommendations of accounts in the policy's scope, by id. Each account has at most
   * one.
   */
  readonly recommendations: Map<string, RecommendationFacts>;
  /** The accounts of pending recommendations, and possibly others, by id. */
  readonly accounts: Map<string, AccountFacts>;
  /** Every CSM, active or not, by name and in the order of names. */
  readonly csms: Map<string, CsmFacts>;
  /** What each owner's accounts add up to, by name; also of owners who are not CSMs. */
  readonly books: Map<string, OwnedBook>;
  /** Over all accounts. */
  readonly medians: Readonly<Record<ScoreName, number | null>>;
  /** The classes of all accounts. */
  readonly classes: readonly {
    readonly segment: string | null;
    readonly level: string | null;
  }[];
  readonly receipts: ReceiptIndex;
  /** Accounts that were high-need in a recent recommendation, and when it was made. */
  readonly highNeed: Map<string, number>;
  /** Rejections that may still count, by account. */
  readonly rejections: Map<string, readonly RejectedFacts[]>;
  readonly windows: FactWindows;
  /** The policy's scope that the accounts were loaded with. */
  readonly scope: RoutingPolicy['scope'];
  /** The thresholds by which the books count red and green accounts. */
  readonly health: RoutingPolicy['health'];
}

/** An account's assignment after a change. */
export interface AssignmentChange {
  readonly csm: string | null;
  /** Epoch milliseconds; null if the row has no date. */
  readonly at: number | null;
}

/** What a committed transaction changed. */
export type Change =
  | {
      readonly kind: 'assigned';
      readonly recommendationId: string;
      readonly accountId: string;
      /** The new owner. */
      readonly csm: string;
      /** Whether the recommendation was accepted, not overridden. */
      readonly accepted: boolean;
      /** Epoch milliseconds. */
      readonly recommendedAt: number;
      readonly at: number;
    }
  | {
      readonly kind: 'rejected';
      readonly recommendationId: string;
      readonly rejection: RejectedFacts;
    }
  | {
      readonly kind: 'undone';
      readonly recommendationId: string;
      readonly accountId: string;
      /** The rejection that was undone; null if an accept or override was. */
      readonly rejectionId: string | null;
      /** The account's assignment as restored; null if it has none. Ignored for a rejection. */
      readonly assignment: AssignmentChange | null;
      /** The account's owner after the undo. Ignored for a rejection. */
      readonly owner: string | null;
      /** Whether `owner` may be wrong, so that the facts must be loaded again. */
      readonly isOwnerGuessed: boolean;
      /** The recommendation, if it is pending again. */
      readonly reopened: RecommendationFacts | null;
      readonly account: AccountFacts | null;
    }
  | {
      readonly kind: 'recommended';
      readonly recommendations: readonly RecommendationFacts[];
      readonly accounts: readonly AccountFacts[];
    }
  | {
      readonly kind: 'reviewed' | 'snoozed';
      readonly recommendations: readonly RecommendationFacts[];
    };

/**
 * Updates the facts after a commit, to what a fresh load would return. Names in the change may be spelled
 * as in the warehouse.
 */
export function applyChange(facts: Facts, change: Change): void {
  switch (change.kind) {
    case 'assigned':
      applyAssignment(facts, change);
      return;
    case 'rejected': {
      const { rejection } = change;
      facts.recommendations.delete(change.recommendationId);
      const others = (facts.rejections.get(rejection.accountId) ?? []).filter(
        ({ decisionId }) => decisionId !== rejection.decisionId,
      );
      facts.rejections.set(rejection.accountId, [...others, rejection]);
      return;
    }
    case 'undone':
      applyUndo(facts, change);
      return;
    case 'recommended':
      for (const account of change.accounts) {
        if (facts.accounts.has(account.id)) continue;
        facts.accounts.set(account.id, namedAccount(account, facts.names));
      }
      replacePending(facts, namedAll(facts, change.recommendations));
      return;
    case 'reviewed':
    case 'snoozed':
      for (const recommendation of namedAll(facts, change.recommendations)) {
        if (facts.recommendations.has(recommendation.id)) {
          facts.recommendations.set(recommendation.id, recommendation);
        }
      }
  }
}

function namedAll(
  { names }: Pick<Facts, 'names'>,
  recommendations: readonly RecommendationFacts[],
): RecommendationFacts[] {
  return recommendations.map((each) => namedRecommendation(each, names));
}

/** Adds an account's new recommendation, which supersedes its pending one. */
function replacePending(facts: Facts, added: readonly RecommendationFacts[]): void {
  const accountIds = new Set(added.map(({ accountId }) => accountId));
  for (const [id, { accountId }] of facts.recommendations) {
    if (accountIds.has(accountId)) facts.recommendations.delete(id);
  }
  for (const recommendation of added) {
    if (isInScope(facts, recommendation)) {
      facts.recommendations.set(recommendation.id, recommendation);
    }
    if (isHighNeed(recommendation.neediness, facts.windows.highNeedFrom)) {
      facts.highNeed.set(recommendation.accountId, recommendation.recommendedAt.getTime());
    }
  }
}

/**
 * Whether the policy's scope contains the account of a recommendation. An account that no longer exists
 * is not known to be outside.
 */
export function isInScope(
  { accounts }: Pick<Facts, 'accounts'>,
  { accountId }: Pick<RecommendationFacts, 'accountId'>,
): boolean {
  return accounts.get(accountId)?.inScope ?? true;
}

function applyAssignment(facts: Facts, change: Extract<Change, { kind: 'assigned' }>): void {
  const { recommendationId, accountId, at } = change;
  const csm = facts.names.nameOf(change.csm);
  facts.recommendations.delete(recommendationId);
  if (change.accepted && csm !== null) {
    const receipt = { csm, accountId, at: change.recommendedAt };
    facts.receipts.set(acceptedKey(recommendationId), receipt);
  }
  facts.receipts.set(assignedKey(accountId), csm === null ? null : { csm, accountId, at });
  setOwner(facts, accountId, csm);
}

function applyUndo(facts: Facts, change: Extract<Change, { kind: 'undone' }>): void {
  const { accountId, account, assignment, rejectionId } = change;
  const { names } = facts;
  if (account && !facts.accounts.has(accountId)) {
    facts.accounts.set(accountId, namedAccount(account, names));
  }
  if (rejectionId !== null) {
    const rejections = facts.rejections.get(accountId) ?? [];
    facts.rejections.set(
      accountId,
      rejections.filter(({ decisionId }) => decisionId !== rejectionId),
    );
  } else {
    const csm = names.nameOf(assignment?.csm ?? null);
    facts.receipts.set(acceptedKey(change.recommendationId), null);
    facts.receipts.set(
      assignedKey(accountId),
      csm !== null && assignment !== null && assignment.at !== null
        ? { csm, accountId, at: assignment.at }
        : null,
    );
    setOwner(facts, accountId, names.nameOf(change.owner));
  }
  if (change.reopened && isInScope(facts, change.reopened)) {
    facts.recommendations.set(change.reopened.id, namedRecommendation(change.reopened, names));
  }
}

/** The totals of the accounts that a name owns. */
export function bookOf(facts: Pick<Facts, 'books'>, owner: string): Book {
  return totalOf(facts.books.get(owner) ?? []);
}

/** What an account adds to a book, with the pool's medians for missing scores. */
export function amountsOf(
  facts: Pick<Facts, 'medians' | 'health'>,
  account: Pick<AccountFacts, 'neediness' | 'health' | 'color' | 'revenue'>,
): Book {
  const color = bookColor(account, facts.health);
  return {
    accounts: 1,
    neediness: account.neediness ?? facts.medians.neediness ?? 0,
    revenue: account.revenue ?? facts.medians.revenue ?? 0,
    red: color === 'red' ? 1 : 0,
    green: color === 'green' ? 1 : 0,
  };
}

/** Moves an account to another owner's book. */
function setOwner(facts: Facts, accountId: string, owner: string | null): void {
  const account = facts.accounts.get(accountId);
  if (!account || account.currentCsm === owner) return;
  if (account.currentCsm !== null) changeBook(facts, account.currentCsm, account, -1);
  if (owner !== null) changeBook(facts, owner, account, 1);
  facts.accounts.set(accountId, { ...account, currentCsm: owner });
}

function changeBook(facts: Facts, owner: string, account: AccountFacts, sign: 1 | -1): void {
  const part = { segment: account.segment, level: account.level, book: amountsOf(facts, account) };
  facts.books.set(owner, withAmounts(facts.books.get(owner) ?? [], part, sign));
}

/** The account's color: the source's if it has one, otherwise by the policy's thresholds. */
function bookColor(
  { color, health }: Pick<AccountFacts, 'color' | 'health'>,
  limits: RoutingPolicy['health'],
): HealthColor | null {
  if (isHealthColor(color)) return color;
  return health === null ? null : classifyHealth(health, { health: limits });
}

/** A recommendation before it was decided. */
export interface BeforeDecision {
  readonly accountId: string;
  readonly recommendedCsm: string;
  readonly recommendedAt: Date;
  readonly owner: string | null;
}
