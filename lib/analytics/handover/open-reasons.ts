import { type RunResult, runResultSchema } from '@/lib/read-model/run-schemas';

/** Why a run did not place an account. */
export type OpenReason = RunResult['deferrals'][number];

/** The deferrals of a run's stored result by account; none if the run stored no result. */
export function deferralsOf(result: string | null): ReadonlyMap<string, OpenReason> {
  const deferrals = result === null ? [] : runResultSchema.parse(JSON.parse(result)).deferrals;
  return new Map(deferrals.map((deferral) => [deferral.accountId, deferral]));
}
