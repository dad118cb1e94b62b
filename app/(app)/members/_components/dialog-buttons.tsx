'use client';

import type { ComponentProps } from 'react';
import { DialogButton } from '@/components/ui/dialog-button';
import { lazyComponent } from '@/components/ui/lazy-component';
import type { SignInOffer } from '@/lib/server/auth/sign-in-methods';
import type { MemberDialog as MemberDialogType } from './member-dialog';

const InviteDialog = lazyComponent(() =>
  import('./invite-dialog').then((code) => code.InviteDialog),
);
const MemberDialog = lazyComponent(() =>
  import('./member-dialog').then((code) => code.MemberDialog),
);
const CreateTokenDialog = lazyComponent(() =>
  import('./create-token-dialog').then((code) => code.CreateTokenDialog),
);

export function InviteButton({ signIn }: { readonly signIn: SignInOffer }) {
  return (
    <DialogButton
      variant="primary"
      dialog={(close) => <InviteDialog signIn={signIn} onClose={close} />}
    >
      Invite member
    </DialogButton>
  );
}

export function ManageMemberButton(
  props: Omit<ComponentProps<typeof MemberDialogType>, 'onClose'>,
) {
  return (
    <DialogButton
      size="sm"
      aria-label={`Manage ${props.member.name}`}
      dialog={(close) => <MemberDialog {...props} onClose={close} />}
    >
      Manage
    </DialogButton>
  );
}

export function CreateTokenButton() {
  return (
    <DialogButton size="sm" dialog={(close) => <CreateTokenDialog onClose={close} />}>
      Create token
    </DialogButton>
  );
}
