import 'server-only';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { hashApiToken, newApiToken } from '@/lib/server/auth/api-tokens';
import { requireRole } from '@/lib/server/auth/person';
import { allTokenScopes } from '@/lib/server/auth/token-scopes';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { DAY_MS } from '@/lib/time';
import { insertApiToken } from '@/lib/warehouse/sql/api-tokens';

const createTokenInput = z.strictObject({
  name: z
    .string({ error: 'is required' })
    .trim()
    .min(1, 'is required')
    .max(80, 'can have at most 80 characters')
    .regex(/^[\p{L}\p{N} ._-]*$/u, 'can have letters, digits, spaces, dots, and dashes'),
  scopes: z
    .array(z.enum(allTokenScopes, { error: 'must be listed scopes' }), { error: 'must be a list' })
    .min(1, 'must have at least one')
    .transform((scopes) => allTokenScopes.filter((scope) => scopes.includes(scope))),
  /** After how many days it expires. */
  days: z
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(365, 'can be at most 365'),
});
export type CreateTokenInput = z.input<typeof createTokenInput>;

/**
 * Creates an API token. Admins only. Only its hash is stored, so this is the only time it is readable.
 * @throws AppError `invalid_input`, also if a token with this name is in use
 */
export async function createToken(
  ctx: Context,
  input: CreateTokenInput,
): Promise<{ readonly token: string; readonly name: string }> {
  requireRole(ctx.person, 'admin');
  const { name, scopes, days } = parseInput(createTokenInput, input);
  const token = newApiToken();
  const at = ctx.now();
  const expiresAt = new Date(at.getTime() + days * DAY_MS);
  const row = {
    id: uuid(),
    name,
    hash: hashApiToken(token),
    scopes,
    by: ctx.person,
    at,
    expiresAt,
  };
  await auditedTransaction(ctx, 'api-tokens.create', async (session, record) => {
    if ((await session.write(insertApiToken(row))) === 0) {
      const message = `A token named ${name} is in use. Choose another name, or revoke that token first.`;
      throw new AppError('invalid_input', message);
    }
    record({ action: 'token.created', subject: name, details: { id: row.id, scopes, expiresAt } });
  });
  return { token, name };
}
