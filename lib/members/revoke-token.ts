import 'server-only';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { requireRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { apiTokens, revokeApiToken } from '@/lib/warehouse/sql/api-tokens';

const revokeTokenInput = z.strictObject({ id: z.string().min(1, 'is required').max(50) });

/**
 * Revokes an API token: this server refuses it at once, others within 30 seconds. Admins only.
 * Revoking it twice changes nothing.
 * @throws AppError `not_found`
 */
export async function revokeToken(
  ctx: Context,
  input: z.input<typeof revokeTokenInput>,
): Promise<{ readonly name: string }> {
  requireRole(ctx.person, 'admin');
  const { id } = parseInput(revokeTokenInput, input);
  return auditedTransaction(ctx, 'api-tokens.revoke', async (session, record) => {
    const revoked = await session.write(revokeApiToken(id, ctx.person.email, ctx.now()));
    const token = (await session.read(apiTokens())).find((each) => each.id === id);
    if (!token) throw new AppError('not_found', 'This token does not exist.');
    if (revoked > 0) record({ action: 'token.revoked', subject: token.name, details: { id } });
    return { name: token.name };
  });
}
