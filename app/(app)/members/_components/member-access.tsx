'use client';

import { useRef, useState } from 'react';
import { disableMemberAction, enableMemberAction } from '@/app/(app)/members/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Member } from '@/lib/members/list-members';
import { MemberSection } from './member-section';
import { useMemberAction } from './use-member-action';

/** Disables a member's access after a confirmation, or enables it. */
export function MemberAccess({
  member: { email, name, disabledAt },
  isSelf,
}: {
  readonly member: Member;
  readonly isSelf: boolean;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [isConfirming, setConfirming] = useState(false);
  const { outcome, isRunning, run } = useMemberAction();

  function disable() {
    run(
      () => disableMemberAction({ email }),
      () => {
        setConfirming(false);
        heading.current?.focus();
        return `${name} can't sign in.`;
      },
    );
  }

  function enable() {
    run(
      () => enableMemberAction({ email }),
      () => {
        heading.current?.focus();
        return `${name} can sign in again.`;
      },
    );
  }

  return (
    <MemberSection title="Access" headingRef={heading} outcome={outcome}>
      {disabledAt && (
        <Button busy={isRunning} className="justify-self-start" onClick={enable}>
          Enable access
        </Button>
      )}
      {!disabledAt && !isConfirming && (
        <Button variant="danger" className="justify-self-start" onClick={() => setConfirming(true)}>
          Disable access
        </Button>
      )}
      {!disabledAt && isConfirming && (
        <Alert
          tone="warn"
          title={isSelf ? 'Disable your own access?' : `Disable the access of ${name}?`}
          actions={
            <>
              <Button autoFocus variant="danger" busy={isRunning} onClick={disable}>
                Disable access
              </Button>
              <Button disabled={isRunning} onClick={() => setConfirming(false)}>
                Cancel
              </Button>
            </>
          }
        >
          {isSelf ? 'You are' : `${name} is`} signed out everywhere and can't sign in. Decisions and
          notes stay.
        </Alert>
      )}
    </MemberSection>
  );
}
