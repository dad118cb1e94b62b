import 'server-only';
import { z } from 'zod';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { policyByVersion, policyVersions } from '@/lib/warehouse/sql/policies';
import { currentPolicy, parseStoredPolicy } from './current-policy';
import type { Policy } from './policy';

/** A published version of the policy. */
export interface PolicyVersion {
  readonly version: number;
  readonly note: string | null;
  /** The author's name, or their address if they are no longer a member. */
  readonly author: string;
  readonly publishedAt: Date;
}

/** All versions, newest first. */
export async function listPolicyVersions(
  ctx: Pick<Context, 'warehouse' | 'person'>,
): Promise<readonly PolicyVersion[]> {
  requireRole(ctx.person, 'viewer');
  const rows = await ctx.warehouse.read(policyVersions());
  return rows.map(({ version, note, author, created_by, created_at }) => ({
    version,
    note,
    author: author ?? created_by,
    publishedAt: created_at,
  }));
}

/** The policy in effect. */
export async function readCurrentPolicy(
  ctx: Pick<Context, 'warehouse' | 'person'>,
): Promise<{ readonly version: number; readonly policy: Policy }> {
  requireRole(ctx.person, 'viewer');
  return currentPolicy(ctx.warehouse);
}

export const policyVersionInput = z.object({ version: z.number().int().min(1).max(1e9) });

/**
 * The settings of one version.
 * @throws AppError `not_found`; `unexpected` if the stored version is invalid
 */
export async function readPolicy(
  ctx: Pick<Context, 'warehouse' | 'person'>,
  input: z.input<typeof policyVersionInput>,
): Promise<Policy> {
  requireRole(ctx.person, 'viewer');
  const { version } = parseInput(policyVersionInput, input);
  const [stored] = await ctx.warehouse.read(policyByVersion(version));
  if (!stored) throw new AppError('not_found', `The policy has no version ${version}.`);
  return parseStoredPolicy(stored);
}
