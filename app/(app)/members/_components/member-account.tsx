'use client';

import { useRef, useState } from 'react';
import { unlinkAccountAction } from '@/app/(app)/members/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Member } from '@/lib/members/list-members';
import { MemberSection } from './member-section';
import { useMemberAction } from './use-member-action';

/** Says how a member uses single sign-on, and unlinks their account after a confirmation. */
export function MemberAccount({
  member,
  sso,
}: {
  readonly member: Member;
  /** The identity provider, as people call it. */
  readonly sso: string;
}) {
  const { email, name, account } = member;
  const heading = useRef<HTMLHeadingElement>(null);
  const [isConfirming, setConfirming] = useState(false);
  const { outcome, isRunning, run } = useMemberAction();

  function unlink() {
    run(
      () => unlinkAccountAction({ email }),
      () => {
        setConfirming(false);
        heading.current?.focus();
        return 'Unlinked.';
      },
    );
  }

  return (
    <MemberSection title="Single sign-on" headingRef={heading} outcome={outcome}>
      <p className="text-sm text-ink-muted">{explanation(member, sso)}</p>
      {account !== 'none' && !isConfirming && (
        <Button className="justify-self-start" onClick={() => setConfirming(true)}>
          Unlink the account
        </Button>
      )}
      {account !== 'none' && isConfirming && (
        <Alert
          tone="warn"
          title={`Unlink the account of ${name}?`}
          actions={
            <>
              <Button autoFocus busy={isRunning} onClick={unlink}>
                Unlink the account
              </Button>
              <Button disabled={isRunning} onClick={() => setConfirming(false)}>
                Cancel
              </Button>
            </>
          }
        >
          This signs {name} out everywhere. The next account at {sso} that signs in with {email} is
          linked, and the role on this page applies unless its groups give another.
        </Alert>
      )}
    </MemberSection>
  );
}

function explanation({ name, email, account, status }: Member, sso: string): string {
  if (status === 'role-lost') {
    return `At the last sign-in, the account of ${name} at ${sso} had no group with a role, so it was refused.`;
  }
  if (account === 'none') return `${name} can sign in with ${sso} as ${email}.`;
  if (account === 'linked') return `${name} signs in with ${sso}.`;
  return `${name} signs in with ${sso}. Groups there give the role, again at each sign-in.`;
}
