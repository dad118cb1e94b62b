import 'server-only';
import type { BatchOutcome } from '@/lib/engine/outline-batch';
import { runJob } from '@/lib/engine-worker/run-job';
import { comparePolicies } from '@/lib/policy/compare-policies';
import { currentPolicy } from '@/lib/policy/current-policy';
import { applyDraft, type Draft, draftInput } from '@/lib/policy/draft';
import type { Policy } from '@/lib/policy/policy';
import { requireStatuses } from '@/lib/policy/scope-choices';
import { loadRoutingProblem } from '@/lib/read-model/routing-problem';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { MAX_BATCH_SIZE, routingProblem } from './solve';

/** An account that another CSM, or none, receives under the draft. */
export interface PolicyMove {
  readonly accountId: string;
  readonly accountName: string | null;
  /** The CSM under the current policy; null if the account is left to wait or not routed. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What a batch does under one policy. Null figures if it places nothing. */
export interface PolicyOutcome {
  /** The accounts that a run could place. */
  readonly accounts: number;
  readonly placed: number;
  readonly left: number;
  /** Days. */
  readonly longestLeftDays: number | null;
  readonly medianScore: number | null;
  readonly fairness: BatchOutcome['fairness'] | null;
  readonly match: BatchOutcome['match'] | null;
}

/** Today's intake under the current policy and under a draft. */
export interface PolicyPreview {
  readonly current: PolicyOutcome;
  readonly draft: PolicyOutcome;
  /** At most `MAX_MOVES`, of the longest-waiting accounts first. */
  readonly moves: readonly PolicyMove[];
  readonly movesTotal: number;
}

const MAX_MOVES = 200;

/**
 * Solves a batch of all accounts that a run could place now under the current policy and under a draft,
 * in worker threads. Saves nothing. Admins only.
 * @throws AppError `forbidden`; `invalid_input` if the draft is invalid (see `applyDraft`)
 */
export async function previewPolicy(
  ctx: Context,
  input: Draft,
  options: { readonly signal?: AbortSignal } = {},
): Promise<PolicyPreview> {
  requireRole(ctx.person, 'admin');
  const { policy } = await currentPolicy(ctx.warehouse);
  const draft = await draftPolicy(ctx, policy, input);
  const [before, after] = await Promise.all([
    outlineBatch(ctx, policy, options),
    outlineBatch(ctx, draft, options),
  ]);
  const names = new Map([...before.names, ...after.names]);
  const moves = [...names]
    .map(([accountId, accountName]) => ({
      accountId,
      accountName,
      before: before.csms[accountId] ?? null,
      after: after.csms[accountId] ?? null,
    }))
    .filter((move) => move.before !== move.after);
  return {
    current: before.outcome,
    draft: after.outcome,
    moves: moves.slice(0, MAX_MOVES),
    movesTotal: moves.length,
  };
}

/** The policy with a draft's changes, which may have been made to an earlier version. */
export async function draftPolicy(ctx: Context, policy: Policy, input: Draft): Promise<Policy> {
  const draft = applyDraft(policy, parseInput(draftInput, input));
  if (comparePolicies(policy, draft).length > 0) await requireStatuses(ctx.warehouse, draft);
  return draft;
}

async function outlineBatch(
  { warehouse, readModel, now }: Context,
  policy: Policy,
  options: { readonly signal?: AbortSignal },
) {
  const facts = readModel.factsUnder.bind(readModel);
  const loaded = await loadRoutingProblem(
    { warehouse, readModel: { facts } },
    { mode: 'batch', batchSize: MAX_BATCH_SIZE },
    { policy, now: now() },
    options,
  );
  const { accounts } = loaded;
  const result = await runJob('outlineBatch', routingProblem(loaded), options);
  const solved = result.status === 'solved' ? result : null;
  const csms = solved?.csms ?? {};
  const outcome: PolicyOutcome = {
    accounts: accounts.length,
    placed: Object.keys(csms).length,
    left: solved?.left ?? accounts.length,
    longestLeftDays: solved?.longestLeftDays ?? null,
    medianScore: solved?.medianScore ?? null,
    fairness: solved?.fairness ?? null,
    match: solved?.match ?? null,
  };
  return { csms, outcome, names: new Map(accounts.map(({ id, name }) => [id, name])) };
}
