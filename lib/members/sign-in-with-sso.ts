import 'server-only';
import { auditedTransaction, type RecordAudit } from '@/lib/server/audit/audited-transaction';
import type { Person, Role } from '@/lib/server/auth/person';
import type { SignInMethods, SsoSettings } from '@/lib/server/auth/sign-in-methods';
import type { SsoIdentity } from '@/lib/server/auth/sso-identity';
import type { Context } from '@/lib/server/context';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import {
  linkAccount,
  type MemberRow,
  memberByEmail,
  memberBySubject,
  otherAdmins,
  updateMember,
  upsertMember,
} from '@/lib/warehouse/sql/members';
import { endSessions } from '@/lib/warehouse/sql/sessions';
import type { Session } from '@/lib/warehouse/types';
import { mappedRole } from './mapped-role';
import { isLastAdmin, lockMembers } from './require-member';

/** Who changes members when they sign in. */
const ssoActor = { email: 'single-sign-on', name: 'Single sign-on' };

interface SsoContext extends Pick<Context, 'warehouse' | 'now'> {
  readonly signIn: SignInMethods & { readonly sso: SsoSettings };
  /** The network address, as `clientAddress` returns it. */
  readonly address: string;
}

/**
 * Returns the member whom an account of single sign-on belongs to: the one it is linked to, else the one
 * with its verified email, to whom it is linked then. A role that the account's groups have is saved as the
 * member's role, and makes someone new a member.
 * @throws AppError `forbidden` that says whom to ask; or a warehouse code
 */
export async function signInWithSso(ctx: SsoContext, identity: SsoIdentity): Promise<Person> {
  const { sso } = ctx.signIn;
  const result = await auditedTransaction(
    { ...ctx, person: ssoActor },
    'sessions.sso',
    async (session, record): Promise<Admission> => {
      await lockMembers(session, { person: ssoActor });
      const admission = await admit(ctx, session, record, identity);
      if ('refused' in admission) {
        const { refused, member } = admission;
        const details = {
          reason: refused,
          method: 'sso',
          account: identity.email,
          address: ctx.address,
        };
        record({ action: 'sign-in.refused', subject: member?.email, details });
      }
      return admission;
    },
  );
  if ('person' in result) return result.person;
  const admins = await ctx.warehouse.read(otherAdmins(null, ctx.signIn));
  const names = admins.map(({ name }) => name);
  throw new AppError('forbidden', refusals[result.refused](sso.name, whomToAsk(names), identity));
}

type Admission =
  | { readonly person: Person }
  | { readonly refused: Refusal; readonly member?: MemberRow | undefined };

type Refusal = 'no verified email' | 'another account' | 'disabled' | 'no role' | 'role lost';

const refusals: Record<Refusal, (sso: string, ask: string, identity: SsoIdentity) => string> = {
  'no verified email': (sso, ask) =>
    `${sso} sent no verified email address for your account, so we can't tell which member you are. Ask ${ask}.`,
  'another account': (sso, ask, { email }) =>
    `The member ${email} signs in with another account at ${sso}. If this is your new account, ask ${ask} to unlink the old one.`,
  disabled: (_, ask) => `Your access is disabled. Ask ${ask}.`,
  'no role': (sso, ask, { email }) =>
    `You are signed in to ${sso} as ${email}, but you have no access to CSM Routing. Ask ${ask} for access.`,
  'role lost': (sso, ask) =>
    `Your account at ${sso} no longer has a group with access to CSM Routing. Ask ${ask} for access.`,
};

async function admit(
  ctx: SsoContext,
  session: Session,
  record: RecordAudit,
  identity: SsoIdentity,
): Promise<Admission> {
  const { issuer, subject, email, groups } = identity;
  const { groupRoles } = ctx.signIn.sso;
  const role = mappedRole(groups, groupRoles ?? []);
  const [linked] = await session.read(memberBySubject(issuer, subject));
  if (!linked && !email) return { refused: 'no verified email' };
  const [member] = linked ? [linked] : await session.read(memberByEmail(email ?? ''));
  if (!member)
    return role ? addMember(ctx, session, record, identity, role) : { refused: 'no role' };
  if (!linked && member.sso_issuer === issuer) return { refused: 'another account', member };
  if (member.disabled_at) return { refused: 'disabled', member };
  if (!role && member.role_source && groupRoles) {
    await loseRole(ctx, session, member);
    return { refused: 'role lost', member };
  }
  if (!linked) {
    await session.write(linkAccount(member.email, issuer, subject));
    record({ action: 'member.linked', subject: member.email, details: { account: email } });
  }
  const applied = await applyRole(ctx, session, record, member, role);
  return { person: { email: member.email, name: member.name, role: applied } };
}

async function addMember(
  { now }: SsoContext,
  session: Session,
  record: RecordAudit,
  { issuer, subject, email, name: given }: SsoIdentity,
  role: Role,
): Promise<Admission> {
  if (!email) return { refused: 'no verified email' };
  const name = given ?? email;
  await session.write(upsertMember({ email, name, role, passwordHash: null, now: now() }));
  await session.write(updateMember({ email, name, role, role_source: 'claim' }));
  await session.write(linkAccount(email, issuer, subject));
  record({ action: 'member.added', subject: email, details: { name, role, source: 'claim' } });
  return { person: { email, name, role } };
}

/**
 * Saves the role that the member's groups have, and signs the member out everywhere if it is another one. The
 * last admin keeps the role, or nobody could manage members.
 * @param role null if the settings map no groups; the role from MEMBERS stays then
 * @returns the member's role
 */
async function applyRole(
  ctx: SsoContext,
  session: Session,
  record: RecordAudit,
  member: MemberRow,
  role: Role | null,
): Promise<Role> {
  const { email, name } = member;
  const after = { role: role ?? member.role, source: role && ('claim' as const) };
  if (after.role !== 'admin' && (await isLastAdmin(session, member, ctx.signIn))) {
    log.warn({ member: email, role }, 'the last admin keeps the role, whatever the groups say');
    after.role = 'admin';
    // A role from MEMBERS must not depend on the groups from now on.
    after.source = member.role_source && 'claim';
  }
  if (after.role === member.role && after.source === member.role_source) return member.role;
  await session.write(updateMember({ email, name, role: after.role, role_source: after.source }));
  if (after.role !== member.role) {
    const end = { by: ssoActor.email, reason: 'role_changed', at: ctx.now() } as const;
    await session.write(endSessions({ ...end, email }));
  }
  const details = { role: [member.role, after.role], source: after.source ?? 'members' };
  record({ action: 'member.changed', subject: email, details });
  return after.role;
}

/** Ends the sessions of a member who has lost the groups that gave the role. */
async function loseRole({ now }: SsoContext, session: Session, member: MemberRow): Promise<void> {
  await session.write(updateMember({ ...member, role_source: 'claim_lost' }));
  const end = { by: ssoActor.email, reason: 'role_lost', at: now() } as const;
  await session.write(endSessions({ ...end, email: member.email }));
}

const MAX_NAMES = 3;
const either = new Intl.ListFormat('en-US', { type: 'disjunction' });

/** Names the admins; the person has proven to belong to the company. */
function whomToAsk(admins: readonly string[]): string {
  if (admins.length === 0) return 'your administrator';
  const shown = admins.slice(0, MAX_NAMES);
  return either.format(admins.length > MAX_NAMES ? [...shown, 'another admin'] : shown);
}
