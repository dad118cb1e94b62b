import type { ErrorCode } from '@/lib/server/errors';
import type { Access } from './access';

/** A server action, and a call that changes nothing. */
export interface ActionAccess extends Access {
  /** Default: one empty object, which every action that checks the role first rejects as invalid. */
  readonly input?: unknown;
  /** How it answers those who may call it: an error, or `ok`. Default: `invalid_input`. */
  readonly answer?: ErrorCode | 'ok';
}

/** Every server action of the build, with who may call it. */
export const actionAccess: Readonly<Record<string, ActionAccess>> = {
  acceptInvitationAction: { role: 'anyone' },
  cancelRunAction: { role: 'manager' },
  changeMemberAction: { role: 'admin' },
  createPasswordLinkAction: { role: 'admin' },
  createTokenAction: { role: 'admin' },
  disableMemberAction: { role: 'admin' },
  editCsmAction: { role: 'manager' },
  enableMemberAction: { role: 'admin' },
  endMemberSessionsAction: { role: 'admin' },
  endSessionsAction: { role: 'viewer' },
  findByNameAction: { role: 'viewer' },
  inviteMemberAction: { role: 'admin' },
  markAccountsAction: { role: 'manager' },
  previewRollbackAction: { role: 'admin' },
  publishPolicyAction: { role: 'admin' },
  readInvitationAction: { role: 'anyone', input: 'half', answer: 'not_found' },
  revokeTokenAction: { role: 'admin' },
  rollBackRunAction: { role: 'admin' },
  sendTestAction: { role: 'admin' },
  // Without a form, so that it does not count as an attempt to guess a password.
  signIn: { role: 'anyone', answer: 'ok' },
  signOut: { role: 'anyone', answer: 'ok' },
  startReviewAction: { role: 'manager' },
  startRunAction: { role: 'manager' },
  unlinkAccountAction: { role: 'admin' },
  unmarkAccountAction: { role: 'manager' },
};
