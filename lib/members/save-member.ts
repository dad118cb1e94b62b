import 'server-only';
import { z } from 'zod';
import { requireRole, roles } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { parseInput } from '@/lib/server/parse-input';
import { upsertMember } from '@/lib/warehouse/sql/members';
import { hashPassword } from './password';

export const memberInput = z.object({
  email: z.email('must be an email address').max(254, 'is too long'),
  name: z.string().trim().min(1, 'is required').max(100, 'can have at most 100 characters'),
  role: z.enum(roles, { error: `must be one of ${roles.join(', ')}` }),
  password: z
    .string()
    .min(12, 'must have at least 12 characters')
    .max(1_000, 'can have at most 1,000 characters'),
});

/** Adds a member, or updates the name, role, and password of the one with this email. Admins only. */
export async function saveMember(
  ctx: Pick<Context, 'warehouse' | 'person' | 'now'>,
  input: z.input<typeof memberInput>,
): Promise<void> {
  requireRole(ctx.person, 'admin');
  const { password, ...member } = parseInput(memberInput, input);
  const passwordHash = await hashPassword(password);
  await ctx.warehouse.transaction('members.save', (session) =>
    session.write(upsertMember({ ...member, passwordHash, now: ctx.now() })),
  );
}
