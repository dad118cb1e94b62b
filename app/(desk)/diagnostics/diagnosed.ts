import type { Diagnostics } from '@/lib/analytics/get-diagnostics';
import { answerFailure } from '@/lib/answer';
import type { ErrorAnswer, ErrorCode } from '@/lib/errors';

/** The figures, or why the warehouse did not answer, which is a finding here and no fault. */
export type Diagnosed =
  | { readonly diagnostics: Diagnostics; readonly failure: null }
  | { readonly diagnostics: null; readonly failure: ErrorAnswer };

const warehouseCodes: readonly ErrorCode[] = [
  'warehouse_missing',
  'warehouse_busy',
  'warehouse_read_only',
  'warehouse_too_new',
  'warehouse_unavailable',
  'timeout',
];

/** Waits for the figures; any failure but the warehouse's is thrown on. */
export async function diagnosed(asked: Promise<Diagnostics>): Promise<Diagnosed> {
  try {
    return { diagnostics: await asked, failure: null };
  } catch (error) {
    const failure = answerFailure('diagnostics', error);
    if (!warehouseCodes.includes(failure.code)) throw error;
    return { diagnostics: null, failure };
  }
}
