import { insertApiToken, recordTokenUse, revokeApiToken } from '@/lib/warehouse/sql/api-tokens';
import { appendAuditEntries, appendAuditEntry, lockAuditHead } from '@/lib/warehouse/sql/audit';
import {
  claimInvitation,
  expireInvitations,
  insertInvitation,
} from '@/lib/warehouse/sql/invitations';
import {
  linkAccount,
  setDisabled,
  setEnabled,
  setPassword,
  unlinkAccount,
  updateMember,
  upsertMember,
} from '@/lib/warehouse/sql/members';
import {
  endAllSessions,
  endSession,
  endSessions,
  insertSession,
  touchSession,
} from '@/lib/warehouse/sql/sessions';
import type { Command } from '@/lib/warehouse/types';
import { samplePerson as by } from './values';

/** The commands of the audit trail. */
export function auditCommands(now: Date): readonly Command[] {
  const entry = {
    at: now,
    actor: by.email,
    actorName: by.name,
    action: 'sample',
    subject: null,
    details: '{}',
  };
  return [
    ...appendAuditEntry(entry),
    lockAuditHead(),
    ...appendAuditEntries([entry], { entry_number: 1, entry_hash: '' }),
  ];
}

/** The commands on members, invitations, and tokens. */
export function memberCommands(now: Date): readonly Command[] {
  const { email } = by;
  return [
    upsertMember({ ...by, role: 'viewer', passwordHash: null, now }),
    updateMember({ ...by, role: 'manager', role_source: 'claim' }),
    linkAccount(email, 'https://issuer.example.com', 'sample subject'),
    unlinkAccount(email),
    setPassword(email, 'sample hash'),
    setDisabled(email, now),
    setEnabled(email),
    insertInvitation({
      id: 'sample invitation',
      email,
      tokenHash: 'sample hash',
      createdBy: email,
      at: now,
      expiresAt: now,
    }),
    claimInvitation('sample invitation', now),
    expireInvitations(email, now),
    insertApiToken({
      id: 'sample token',
      name: 'Sample',
      hash: 'sample hash',
      scopes: ['exports'],
      by,
      at: now,
      expiresAt: now,
    }),
    revokeApiToken('sample token', email, now),
    recordTokenUse('sample token', now, now),
  ];
}

/** The commands of sessions. */
export function sessionCommands(now: Date): readonly Command[] {
  const end = { email: by.email, by: by.email, at: now };
  return [
    insertSession({
      sessionId: 'sample',
      email: by.email,
      device: 'Sample',
      method: 'password',
      at: now,
      expiresAt: now,
    }),
    touchSession('sample session', now),
    endSession({ ...end, sessionId: 'sample', reason: 'signed_out' }),
    endSessions({ ...end, reason: 'ended_by_admin' }),
    endAllSessions({ ...end, reason: 'ended_by_admin' }),
    endSessions({ ...end, reason: 'ended_elsewhere', exceptSessionId: 'sample' }),
  ];
}
