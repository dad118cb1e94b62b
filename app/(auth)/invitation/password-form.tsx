'use client';

import { type FormEvent, useRef, useState, useTransition } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/form-controls';
import type { InvitedMember } from '@/lib/members/accept-invitation';
import { MIN_PASSWORD_LENGTH } from '@/lib/members/member-input';
import { acceptInvitationAction } from './actions';

/** Asks for a new password, twice. */
export function PasswordForm({
  token,
  member: { name, email },
}: {
  readonly token: string;
  readonly member: InvitedMember;
}) {
  const [password, setPassword] = useState('');
  const [repeated, setRepeated] = useState('');
  const [problem, setProblem] = useState<{ readonly field?: 'repeated'; readonly text: string }>();
  const [isSaving, startSaving] = useTransition();
  const second = useRef<HTMLInputElement>(null);

  function save(event: FormEvent) {
    event.preventDefault();
    if (password !== repeated) {
      setProblem({ field: 'repeated', text: 'The passwords differ.' });
      second.current?.focus();
      return;
    }
    startSaving(async () => {
      const error = await acceptInvitationAction({ token, password });
      setProblem({ text: error.message });
    });
  }

  return (
    <>
      <p className="mt-1 text-ink-muted">{name}, choose a password to sign in with.</p>
      <form onSubmit={save} className="mt-6 flex flex-col gap-4">
        {problem && !problem.field && <Alert tone="danger">{problem.text}</Alert>}
        <Field label="Email">
          {(control) => (
            <Input {...control} name="email" autoComplete="username" readOnly value={email} />
          )}
        </Field>
        <Field label="New password" hint={`At least ${MIN_PASSWORD_LENGTH} characters`}>
          {(control) => (
            <Input
              {...control}
              name="password"
              type="password"
              autoComplete="new-password"
              autoFocus
              required
              minLength={MIN_PASSWORD_LENGTH}
              maxLength={1_000}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Repeat the password"
          error={problem?.field === 'repeated' ? problem.text : undefined}
        >
          {(control) => (
            <Input
              {...control}
              ref={second}
              name="repeated"
              type="password"
              autoComplete="new-password"
              required
              maxLength={1_000}
              value={repeated}
              onChange={(event) => setRepeated(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={isSaving} className="mt-1 w-full">
          {isSaving ? 'Setting the password' : 'Set password'}
        </Button>
      </form>
    </>
  );
}
