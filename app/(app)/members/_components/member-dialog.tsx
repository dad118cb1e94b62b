'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { Member } from '@/lib/members/list-members';
import { MemberAccess } from './member-access';
import { MemberDetails } from './member-details';
import { MemberPassword } from './member-password';
import { MemberSessions } from './member-sessions';

/** Changes a member's name, role, password, sessions, and access. */
export function MemberDialog({
  member,
  isSelf,
  ownSessionId,
  onClose,
}: {
  readonly member: Member;
  /** Whether it is the person who looks at it. */
  readonly isSelf: boolean;
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
        {!member.disabledAt && <MemberPassword member={member} />}
        <MemberAccess member={member} isSelf={isSelf} />
      </div>
    </Dialog>
  );
}
