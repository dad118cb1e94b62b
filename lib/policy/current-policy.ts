import { MINUTE_MS } from '@/lib/time';
import 'server-only';
import { AppError } from '@/lib/server/errors';
import { newestPolicy, type PolicyRow, policyByVersion } from '@/lib/warehouse/sql/policies';
import type { StatementOptions, Warehouse } from '@/lib/warehouse/types';
import { type Policy, policySchema } from './policy';

/** How long another server may use the previous policy, in milliseconds. */
const MAX_AGE_MS = MINUTE_MS;

/**
 * Returns the newest policy version. A version saved by another process takes effect here within a
 * minute.
 *
 * @throws AppError `warehouse_missing`; `unexpected` if the stored policy is invalid
 */
export async function currentPolicy(
  warehouse: Warehouse,
): Promise<{ readonly version: number; readonly policy: Policy }> {
  const [stored] = await warehouse.read(newestPolicy(), { maxAgeMs: MAX_AGE_MS });
  if (!stored) {
    throw new AppError('warehouse_missing', 'The warehouse has no policy yet. Run npm run setup.');
  }
  return { version: stored.version, policy: parseStoredPolicy(stored) };
}

/** Returns an earlier policy version, which never changes; null if it no longer exists. */
export async function policyOfVersion(
  warehouse: Warehouse,
  version: number,
  options?: StatementOptions,
): Promise<Policy | null> {
  const cached = { ...options, maxAgeMs: MAX_AGE_MS };
  const [stored] = await warehouse.read(policyByVersion(version), cached);
  return stored ? parseStoredPolicy(stored) : null;
}

/**
 * Parses a policy version as stored.
 * @throws AppError `unexpected` if it is invalid
 */
export function parseStoredPolicy(stored: Pick<PolicyRow, 'version' | 'policy'>): Policy {
  try {
    return policySchema.parse(JSON.parse(stored.policy));
  } catch (cause) {
    throw new AppError(
      'unexpected',
      `Policy version ${stored.version} is invalid. An admin must save a new version.`,
      { cause },
    );
  }
}
