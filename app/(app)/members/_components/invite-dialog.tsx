'use client';

import { type FormEvent, useId, useState } from 'react';
import { inviteMemberAction } from '@/app/(app)/members/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input, Select } from '@/components/ui/form-controls';
import type { InvitationLink } from '@/lib/members/invitation-link';
import type { Role } from '@/lib/server/auth/person';
import type { SignInOffer } from '@/lib/server/auth/sign-in-methods';
import { CopyField } from './copy-field';
import { NameField, RoleField } from './member-fields';
import { OneTimeLink } from './one-time-link';
import { useMemberAction } from './use-member-action';

/** Invites a member, then shows the link with which they set a password, or where they sign in. */
export function InviteDialog({
  signIn,
  onClose,
}: {
  readonly signIn: SignInOffer;
  readonly onClose: () => void;
}) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [method, setMethod] = useState<Method>(signIn.sso ? 'sso' : 'password');
  const [link, setLink] = useState<InvitationLink | null>();
  const { outcome, isRunning, run } = useMemberAction();
  const formId = useId();

  function invite(event: FormEvent) {
    event.preventDefault();
    run(
      () => inviteMemberAction({ email, name, role, method }),
      (invited) => {
        setLink(invited);
        return undefined;
      },
    );
  }

  if (link !== undefined) {
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
        {link && <OneTimeLink link={link} name={name} />}
        {!link && signIn.sso && <SsoInvitation name={name} email={email} sso={signIn.sso} />}
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
        {signIn.sso && signIn.password && (
          <MethodField sso={signIn.sso} value={method} onChange={setMethod} />
        )}
      </form>
    </Dialog>
  );
}

type Method = 'sso' | 'password';

function MethodField({
  sso,
  value,
  onChange,
}: {
  readonly sso: string;
  readonly value: Method;
  readonly onChange: (method: Method) => void;
}) {
  return (
    <Field label="Signs in with">
      {(control) => (
        <Select
          {...control}
          name="method"
          value={value}
          onChange={(event) => onChange(event.target.value as Method)}
        >
          <option value="sso">{sso}</option>
          <option value="password">A password</option>
        </Select>
      )}
    </Field>
  );
}

/** What to tell someone who signs in with single sign-on. */
function SsoInvitation({
  name,
  email,
  sso,
}: {
  readonly name: string;
  readonly email: string;
  readonly sso: string;
}) {
  return (
    <div className="grid gap-3">
      <p>
        {name} can sign in with {sso} as {email}.
      </p>
      <CopyField
        label={`Address to send to ${name}`}
        value={new URL('/sign-in', window.location.origin).href}
      />
    </div>
  );
}
