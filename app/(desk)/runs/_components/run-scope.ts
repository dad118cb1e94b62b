import type { RunRow } from '@/lib/warehouse/sql/runs';

type Scope = Pick<RunRow, 'mode' | 'accountId' | 'batchSize'>;

/** What a run was asked to place, as a name for it. */
export function scopeName({ mode, accountId, batchSize }: Scope): string {
  return mode === 'single' ? `Account ${accountId}` : `Batch of ${batchSize}`;
}

/** The same as it is asked for again. */
export function scopeInput({ mode, accountId, batchSize }: Scope) {
  return mode === 'single'
    ? { mode, accountId: accountId ?? '' }
    : { mode, batchSize: batchSize ?? 1 };
}
