'use client';

import { Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '@/components/ui/button';
import { LoadingDialog } from '@/components/ui/dialog';
import { lazyComponent } from '@/components/ui/lazy-component';
import type { Member } from '@/lib/members/list-members';

const MemberDialog = lazyComponent(() =>
  import('./member-dialog').then((code) => code.MemberDialog),
);

/** Opens the dialog that changes a member. */
export function ManageMember(props: {
  readonly member: Member;
  /** Whether it is the person who looks at it. */
  readonly isSelf: boolean;
  readonly ownSessionId: string | undefined;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" aria-label={`Manage ${props.member.name}`} onClick={() => setOpen(true)}>
        Manage
      </Button>
      {isOpen &&
        createPortal(
          <Suspense fallback={<LoadingDialog />}>
            <MemberDialog {...props} onClose={() => setOpen(false)} />
          </Suspense>,
          document.body,
        )}
    </>
  );
}
