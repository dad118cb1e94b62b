import type {
  AcceptRequest,
  NewDecision,
  OutboxEntry,
  OverrideRequest,
  RejectRequest,
} from '@/app/(app)/_outbox/entry';
import { flagLabels } from '@/lib/decisions/labels';
import type { Candidate } from '@/lib/engine/types';
import { accountLabel, type DecisionTarget, type Flag } from './queue-row';

type ChoiceFields<Request> = Omit<
  Request,
  'requestId' | 'recommendationId' | 'acknowledged' | 'dwellMs'
>;

/** What a manager chose to do with a recommendation. */
export type DecisionChoice =
  | ChoiceFields<AcceptRequest>
  | ChoiceFields<OverrideRequest>
  | ChoiceFields<RejectRequest>;

type LabeledRow = Pick<DecisionTarget, 'accountId' | 'accountName' | 'recommendedCsm'>;

/** The account and its new CSM, if any: "Acme → Ana Diaz". */
export function describeChoice(row: LabeledRow, choice: DecisionChoice): string {
  const account = accountLabel(row);
  if (choice.verb === 'reject') return account;
  return `${account} → ${choice.verb === 'override' ? choice.csm : row.recommendedCsm}`;
}

/** A decision for the outbox. */
export function newDecision(
  row: LabeledRow & Pick<DecisionTarget, 'id'>,
  choice: DecisionChoice,
  fields: {
    readonly requestId: string;
    readonly acknowledged: readonly Flag[];
    readonly dwellMs: number | null;
  },
): NewDecision {
  const label = describeChoice(row, choice);
  return { ...fields, ...choice, recommendationId: row.id, label };
}

type Verb = OutboxEntry['verb'];

export const progressLabels: Readonly<Record<Verb, string>> = {
  accept: 'Accepting',
  override: 'Overriding',
  reject: 'Rejecting',
  undo: 'Undoing',
};

export const successLabels: Readonly<Record<Verb, string>> = {
  accept: 'Accepted',
  override: 'Overridden',
  reject: 'Rejected',
  undo: 'Undone',
};

export const failureLabels: Readonly<Record<Verb, string>> = {
  accept: 'Not accepted',
  override: 'Not overridden',
  reject: 'Not rejected',
  undo: 'Not undone',
};

/** The rules that a decision breaks, which a manager must confirm. */
export interface BrokenRules {
  readonly flags: readonly Flag[];
  /** ISO 8601. */
  readonly coolingUntil: string | null;
  readonly awayUntil: string | null;
}

/** Flags that apply to the account or the recommendation, regardless of the CSM. */
const accountFlags: readonly Flag[] = ['no_longer_needed', 'assigned_elsewhere', 'stale'];

/** The rules that assigning the account to this candidate is known to break. The server decides. */
export function expectedBrokenRules(
  row: DecisionTarget,
  { exclusion }: Pick<Candidate, 'exclusion'>,
): BrokenRules {
  const remaining = row.flags.filter((flag) => accountFlags.includes(flag));
  const reason = exclusion && isFlag(exclusion.reason) ? exclusion.reason : null;
  const until = exclusion?.until == null ? null : new Date(exclusion.until).toISOString();
  return {
    flags: reason ? [reason, ...remaining] : remaining,
    coolingUntil: reason === 'cooling' ? until : null,
    awayUntil: reason === 'away' ? until : null,
  };
}

/** A refused entry that can be sent again once a manager has confirmed the rules it breaks. */
export type UnconfirmedEntry = OutboxEntry & { readonly verb: 'accept' | 'override' };

export function needsConfirmation(entry: OutboxEntry | undefined): entry is UnconfirmedEntry {
  return entry?.error?.code === 'needs_confirmation' && 'acknowledged' in entry;
}

/** The rules that the server named when it asked for a confirmation. */
export function brokenRulesOf({ error }: Pick<OutboxEntry, 'error'>): BrokenRules {
  const { flags, coolingUntil, awayUntil } = error?.details ?? {};
  return {
    flags: Array.isArray(flags) ? flags.filter(isFlag) : [],
    coolingUntil: typeof coolingUntil === 'string' ? coolingUntil : null,
    awayUntil: typeof awayUntil === 'string' ? awayUntil : null,
  };
}

function isFlag(value: unknown): value is Flag {
  return typeof value === 'string' && Object.hasOwn(flagLabels, value);
}
