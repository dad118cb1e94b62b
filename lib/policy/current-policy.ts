import { MINUTE_MS } from '@/lib/time';
import 'server-only';
import { AppError } from '@/lib/server/errors';
import { newestPolicy } from '@/lib/warehouse/sql/policies';
import type { Warehouse } from '@/lib/warehouse/types';
import { type Policy, policySchema } from './policy';

/** How long another server may go on under the policy before, in milliseconds. */
const MAX_AGE_MS = MINUTE_MS;

/**
 * The policy in force: the newest version. One saved by this process holds at once, one saved
 * elsewhere within a minute.
 */
export async function currentPolicy(
  warehouse: Warehouse,
): Promise<{ readonly version: number; readonly policy: Policy }> {
  const [stored] = await warehouse.read(newestPolicy(), { maxAgeMs: MAX_AGE_MS });
  if (!stored) {
    throw new AppError('warehouse_missing', 'The warehouse has no policy yet. Run npm run setup.');
  }
  try {
    return { version: stored.version, policy: policySchema.parse(JSON.parse(stored.policy)) };
  } catch (cause) {
    throw new AppError(
      'unexpected',
      `Policy version ${stored.version} cannot be read. An admin must save a new version.`,
      { cause },
    );
  }
}
