import 'server-only';
import type { BacktestInput } from '@/lib/engine/simulation/backtest';
import { isHealthColor } from '@/lib/engine/types';
import type { PolicyBacktest } from '@/lib/engine-worker/jobs';
import { runJob } from '@/lib/engine-worker/run-job';
import { currentPolicy } from '@/lib/policy/current-policy';
import type { Draft } from '@/lib/policy/draft';
import type { Policy } from '@/lib/policy/policy';
import { currentCsms } from '@/lib/read-model/csms';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { DAY_MS } from '@/lib/time';
import { recordedIntake } from '@/lib/warehouse/sql/recorded-intake';
import { draftPolicy } from './preview-policy';

/** What a backtest replays: two runs a day, each decided four hours later. */
const BACKTEST = { days: 90, runHours: [9, 15], decisionHours: 4 } as const;

/** The last 90 days' intake, replayed under the current policy and under a draft. */
export interface BacktestReport extends PolicyBacktest {
  /** How many accounts were replayed under each policy. */
  readonly accounts: { readonly current: number; readonly draft: number };
}

/**
 * Replays the intake of the last 90 days under the current policy and under a draft, in a worker thread.
 * Both are measured with the current policy. Admins only.
 * @throws AppError `forbidden`; `invalid_input` if the draft is invalid; `cancelled`
 */
export async function backtestPolicy(
  ctx: Context,
  input: Draft,
  options: { readonly signal?: AbortSignal } = {},
): Promise<BacktestReport> {
  requireRole(ctx.person, 'admin');
  const { policy } = await currentPolicy(ctx.warehouse);
  const draft = await draftPolicy(ctx, policy, input);
  const [before, after] = await Promise.all([
    backtestInput(ctx, policy, options),
    backtestInput(ctx, draft, options),
  ]);
  const figures = await runJob('backtestPolicies', { current: before, draft: after }, options);
  return {
    ...figures,
    accounts: { current: before.intake.length, draft: after.intake.length },
  };
}

async function backtestInput(
  { warehouse, readModel, now: clock }: Context,
  policy: Policy,
  options: { readonly signal?: AbortSignal },
): Promise<BacktestInput> {
  const now = clock();
  const since = new Date(now.getTime() - (BACKTEST.days + 1) * DAY_MS);
  const [rows, facts] = await Promise.all([
    warehouse.read(recordedIntake(since, policy), options),
    readModel.factsUnder(policy, now),
  ]);
  return {
    csms: [...currentCsms(facts, now).values()],
    medians: facts.medians,
    policy,
    now: now.getTime(),
    ...BACKTEST,
    batchSize: null,
    intake: rows.map(({ csm, neededAt, color, ...account }) => ({
      csm: facts.names.nameOf(csm),
      neededCsmAt: neededAt.getTime(),
      account: {
        ...account,
        name: account.name ?? account.id,
        color: isHealthColor(color) ? color : null,
        waitingSince: neededAt.getTime(),
        rejected: [],
      },
    })),
  };
}
