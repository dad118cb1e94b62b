'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { Member } from '@/lib/members/list-members';
import type { SignInOffer } from '@/lib/server/auth/sign-in-methods';
import { MemberAccess } from './member-access';
import { MemberAccount } from './member-account';
import { MemberDetails } from './member-details';
import { MemberPassword } from './member-password';
import { MemberSessions } from './member-sessions';

/** Changes a member's name, role, password, sessions, and access. */
export function MemberDialog({
  member,
  isSelf,
  signIn,
  ownSessionId,
  onClose,
}: {
  readonly member: Member;
  /** Whether it is the person who looks at it. */
  readonly isSelf: boolean;
  readonly signIn: SignInOffer;
  readonly ownSessionId: string | undefined;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={member.name}
      description={member.email}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="grid gap-6">
        <MemberDetails member={member} isSelf={isSelf} />
        <MemberSessions member={member} ownSessionId={ownSessionId} />
        {signIn.sso && !member.disabledAt && <MemberAccount member={member} sso={signIn.sso} />}
        {maySetPassword(member, signIn) && <MemberPassword member={member} />}
        <MemberAccess member={member} isSelf={isSelf} />
      </div>
    </Dialog>
  );
}

function maySetPassword({ disabledAt, account }: Member, signIn: SignInOffer): boolean {
  return signIn.password && !disabledAt && !(signIn.sso && account === 'gives-role');
}
