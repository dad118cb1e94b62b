'use client';

import { useActionState, useEffect, useRef } from 'react';
import { useFormStatus } from 'react-dom';
import { Alert } from '@/components/ui/alert';
import { Button, type ButtonVariant } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/form-controls';
import { type SignInState, signIn } from './actions';
import type { SignInNotice } from './messages';

const initialState: SignInState = {};

/** The sign-in form. It also works before hydration, as a plain form post. */
export function SignInForm({
  back,
  notice,
  isFirst,
}: {
  readonly back: string;
  /** Message shown before the form is submitted. */
  readonly notice: SignInNotice | undefined;
  /** Whether it is the first way to sign in that the page offers. */
  readonly isFirst: boolean;
}) {
  const [{ notice: error, email }, action] = useActionState(signIn, initialState);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (error) password.current?.focus();
  }, [error]);
  const message = error ?? notice;

  return (
    <form action={action} className="mt-6 flex flex-col gap-4">
      {message && <Alert tone={message.tone}>{message.text}</Alert>}
      <input type="hidden" name="callbackUrl" value={back} />
      <Field label="Email">
        {(control) => (
          <Input
            {...control}
            key={email}
            name="email"
            type="email"
            autoComplete="username"
            inputMode="email"
            spellCheck={false}
            autoCapitalize="none"
            required
            maxLength={254}
            defaultValue={email}
            autoFocus={isFirst && !email}
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input
            {...control}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={1_000}
          />
        )}
      </Field>
      <Submit variant={isFirst ? 'primary' : 'secondary'} />
    </form>
  );
}

function Submit({ variant }: { readonly variant: ButtonVariant }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" variant={variant} size="lg" busy={pending} className="mt-1 w-full">
      {pending ? 'Signing in' : 'Sign in'}
    </Button>
  );
}
