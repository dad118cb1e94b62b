import 'server-only';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { type ApiTokenRow, apiTokens } from '@/lib/warehouse/sql/api-tokens';

export type TokenStatus = 'active' | 'expired' | 'revoked';

/** An API token as the Members page shows it: without its hash. */
export interface ListedToken
  extends Omit<ApiTokenRow, 'hash' | 'revokedAt' | 'revokedBy' | 'createdAt'> {
  readonly status: TokenStatus;
}

/** Returns every API token, newest first. Admins only. */
export async function listTokens(ctx: Context): Promise<readonly ListedToken[]> {
  requireRole(ctx.person, 'admin');
  const now = ctx.now();
  const rows = await ctx.warehouse.read(apiTokens());
  return rows.map(({ hash: _, revokedAt, revokedBy: __, createdAt: ___, ...token }) => ({
    ...token,
    status: revokedAt ? 'revoked' : token.expiresAt <= now ? 'expired' : 'active',
  }));
}
