'use client';

import { useState } from 'react';
import { createPasswordLinkAction } from '@/app/(app)/members/actions';
import { Button } from '@/components/ui/button';
import type { InvitationLink } from '@/lib/members/invitation-link';
import type { Member } from '@/lib/members/list-members';
import { MemberSection } from './member-section';
import { OneTimeLink } from './one-time-link';
import { useMemberAction } from './use-member-action';

/** Makes a link with which a member sets a password. */
export function MemberPassword({ member }: { readonly member: Member }) {
  const { email, name } = member;
  const [link, setLink] = useState<InvitationLink>();
  const { outcome, isRunning, run } = useMemberAction();

  function make() {
    run(
      () => createPasswordLinkAction({ email }),
      (made) => {
        setLink(made);
        return undefined;
      },
    );
  }

  return (
    <MemberSection title="Password" outcome={outcome}>
      {link ? (
        <OneTimeLink key={link.path} link={link} name={name} />
      ) : (
        <>
          <p className="text-sm text-ink-muted">{explanation(member)}</p>
          <Button busy={isRunning} className="justify-self-start" onClick={make}>
            Make a link
          </Button>
        </>
      )}
    </MemberSection>
  );
}

function explanation({ status, name, account }: Member): string {
  if (account !== 'none') return `With a link, ${name} can also set a password.`;
  if (status === 'active') {
    return `If ${name} forgot the password, make a link to set a new one. Until it is used, the current password works.`;
  }
  return `A new link replaces the one that ${name} has.`;
}
