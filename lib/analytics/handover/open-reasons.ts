import { type DeferringRun, readAllDeferrals } from '@/lib/read-model/run-deferrals';
import { type RunDeferral, runResultSchema } from '@/lib/read-model/run-schemas';
import type { Context } from '@/lib/server/context';

/** Why a run did not place an account. */
export type OpenReason = RunDeferral;

/** The deferrals of a run by account; none if it stored no result. */
export async function deferralsOf(
  { warehouse }: Pick<Context, 'warehouse'>,
  run: { readonly id: string; readonly result: string | null } | undefined,
): Promise<ReadonlyMap<string, OpenReason>> {
  const deferrals = new Map<string, OpenReason>();
  if (!run?.result) return deferrals;
  const stored: DeferringRun = {
    id: run.id,
    result: runResultSchema.parse(JSON.parse(run.result)),
  };
  for await (const batch of readAllDeferrals(warehouse, stored)) {
    for (const deferral of batch) deferrals.set(deferral.accountId, deferral);
  }
  return deferrals;
}
