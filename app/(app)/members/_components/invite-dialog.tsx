'use client';

import { type FormEvent, useId, useState } from 'react';
import { inviteMemberAction } from '@/app/(app)/members/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/form-controls';
import type { InvitationLink } from '@/lib/members/invitation-link';
import type { Role } from '@/lib/server/auth/person';
import { NameField, RoleField } from './member-fields';
import { OneTimeLink } from './one-time-link';
import { useMemberAction } from './use-member-action';

/** Invites a member, then shows the link with which they set a password. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [link, setLink] = useState<InvitationLink>();
  const { outcome, isRunning, run } = useMemberAction();
  const formId = useId();

  function invite(event: FormEvent) {
    event.preventDefault();
    run(
      () => inviteMemberAction({ email, name, role }),
      (invited) => {
        setLink(invited);
        return undefined;
      },
    );
  }

  if (link) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`${name} is invited`}
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <OneTimeLink link={link} name={name} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={!isRunning}
      title="Invite member"
      footer={
        <>
          <Button onClick={onClose} disabled={isRunning}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={isRunning}>
            Invite
          </Button>
        </>
      }
    >
      <form id={formId} aria-label="Invite member" onSubmit={invite} className="grid gap-4">
        {outcome.error && (
          <Alert tone="danger" title="Not invited">
            {outcome.error}
          </Alert>
        )}
        <Field label="Email">
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              autoComplete="off"
              spellCheck={false}
              required
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <NameField value={name} onChange={setName} />
        <RoleField value={role} onChange={setRole} />
      </form>
    </Dialog>
  );
}
