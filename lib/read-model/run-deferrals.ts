import { z } from 'zod';
import { type NewDeferral, runDeferrals } from '@/lib/warehouse/sql/run-deferrals';
import type { Warehouse } from '@/lib/warehouse/types';
import { deferralSchema, type RunDeferral, type RunResult } from './run-schemas';

/** How many accounts one statement reads, at most. */
const BATCH = 5_000;

const storedDeferrals = z.array(deferralSchema);

type Reader = Pick<Warehouse, 'read'>;

/** A run and its stored result. */
export interface DeferringRun {
  readonly id: string;
  readonly result: RunResult | null;
}

/** Serializes a deferral. The account's id comes first, which the account's history relies on. */
export function toNewDeferral({ accountId, ...deferral }: RunDeferral): NewDeferral {
  return { accountId, json: JSON.stringify({ accountId, ...deferral }) };
}

/** Whether a run stored its deferred accounts with its result, as earlier versions did, up to 500. */
export function hasOwnDeferrals({ reasons }: RunResult): boolean {
  return reasons === undefined;
}

/** Reads the deferred accounts of a run from one place up to another; 0 is the first. */
export async function readDeferrals(
  warehouse: Reader,
  runId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly RunDeferral[]> {
  const parts = await warehouse.read(runDeferrals(runId, { from, to }));
  return parts.flatMap(({ start, deferrals }) =>
    storedDeferrals
      .parse(JSON.parse(deferrals))
      .slice(Math.max(0, from - start), Math.max(0, to - start)),
  );
}

/** Reads all deferred accounts of a run in batches; of an earlier run, those that it stored. */
export async function* readAllDeferrals(
  warehouse: Reader,
  { id, result }: DeferringRun,
): AsyncGenerator<readonly RunDeferral[]> {
  if (!result) return;
  if (hasOwnDeferrals(result)) {
    yield result.deferrals;
    return;
  }
  const total = result.deferred ?? 0;
  for (let from = 0; from < total; from += BATCH) {
    yield await readDeferrals(warehouse, id, { from, to: from + BATCH });
  }
}
