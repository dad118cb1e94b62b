import { z } from 'zod';
import type { Env } from '@/lib/server/env';

/** Who signs in, as the issuer says. */
export interface SsoIdentity {
  /** OIDC_ISSUER. Together with `subject`, it identifies the account forever. */
  readonly issuer: string;
  readonly subject: string;
  /** Null unless the issuer has verified it, or OIDC_TRUST_EMAIL says that it need not. */
  readonly email: string | null;
  readonly name: string | null;
  /** The values of the role claim; empty without one. */
  readonly groups: readonly string[];
}

const optional = <T>(schema: z.ZodType<T>) => schema.optional().catch(undefined);

const standardClaims = z.object({
  sub: z.string().min(1).max(255),
  email: optional(z.string().trim().pipe(z.email().max(254))),
  // Some issuers send text.
  email_verified: z.union([z.boolean(), z.stringbool()]).optional().catch(false),
  name: optional(z.string().trim().min(1)),
});

const textOrTexts = z.union([z.string(), z.array(z.unknown())]);

type IdentitySettings = Pick<Env, 'OIDC_ISSUER' | 'OIDC_ROLE_CLAIM' | 'OIDC_TRUST_EMAIL'>;

/**
 * Reads the claims of an ID token whose signature has been checked.
 * @throws ZodError if they have no subject
 */
export function toIdentity(
  { OIDC_ISSUER = '', OIDC_ROLE_CLAIM, OIDC_TRUST_EMAIL }: IdentitySettings,
  claims: Readonly<Record<string, unknown>>,
): SsoIdentity {
  const { sub, email, email_verified: isVerified, name } = standardClaims.parse(claims);
  const isTrusted = isVerified ?? OIDC_TRUST_EMAIL === 'on';
  const groups = textOrTexts.safeParse(OIDC_ROLE_CLAIM && claims[OIDC_ROLE_CLAIM]).data ?? [];
  return {
    issuer: OIDC_ISSUER,
    subject: sub,
    email: (isTrusted && email) || null,
    name: name?.slice(0, 100) ?? null,
    groups: [groups].flat().filter((group) => typeof group === 'string'),
  };
}
