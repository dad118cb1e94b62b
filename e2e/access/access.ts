import { type Role, roles } from '@/lib/server/auth/person';
import { allTokenScopes, type TokenScope } from '@/lib/server/auth/token-scopes';

/** Who may use a page, a server action, or a route. */
export interface Access {
  /** The lowest role; `anyone` needs no sign-in, and `operator` is only a token. */
  readonly role: Role | 'anyone' | 'operator';
  /** The scope with which an API token may, too. Only routes have one. */
  readonly scope?: TokenScope;
}

/**
 * Who sends requests. The disabled member, the ended session, and the revoked and the expired token had
 * every permission before; `operator` is a command on the server's machine.
 */
export const principals = [
  'anonymous',
  ...roles,
  'disabled',
  'ended',
  ...allTokenScopes,
  'revoked',
  'expired',
  'operator',
] as readonly Principal[];
export type Principal =
  | Role
  | TokenScope
  | ('anonymous' | 'disabled' | 'ended' | 'revoked' | 'expired' | 'operator');

/** How the server answers: it does what was asked, asks to sign in, or refuses. */
export type Outcome = 'yes' | 'sign in' | 'no';

const isRole = (principal: Principal): principal is Role =>
  roles.some((role) => role === principal);
const isScope = (principal: Principal): principal is TokenScope =>
  allTokenScopes.some((scope) => scope === principal);

/**
 * How the server must answer a principal.
 * @param takesTokens whether it reads the `Authorization` header, as routes do; pages and actions don't
 */
export function expectedOutcome(
  { role, scope }: Access,
  principal: Principal,
  takesTokens: boolean,
): Outcome {
  if (role === 'anyone') return 'yes';
  if (role === 'operator') return principal === 'operator' ? 'yes' : 'sign in';
  if (isRole(principal)) return roles.indexOf(principal) >= roles.indexOf(role) ? 'yes' : 'no';
  if (!takesTokens) return 'sign in';
  if (isScope(principal)) return principal === scope ? 'yes' : 'no';
  return principal === 'operator' ? 'yes' : 'sign in';
}
