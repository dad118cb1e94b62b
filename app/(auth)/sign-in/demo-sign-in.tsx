'use client';

import { useActionState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { DemoSignIn as DemoMember } from '@/lib/server/env';
import { type SignInState, signIn } from './actions';

const initialState: SignInState = {};

/** One-click sign-in for the demo's people, through the same check as the form. */
export function DemoSignIn({
  members,
  back,
}: {
  /** Empty unless the server serves the demo. */
  readonly members: readonly DemoMember[];
  readonly back: string;
}) {
  const [{ notice }, action, isPending] = useActionState(signIn, initialState);
  if (members.length === 0) return null;
  return (
    <section aria-labelledby="demo-heading" className="mt-4 mb-6 border-b border-line pb-6">
      <h2 id="demo-heading" className="text-sm font-semibold">
        This is the demo. Continue as:
      </h2>
      {notice && <Alert tone={notice.tone}>{notice.text}</Alert>}
      <ul className="mt-3 flex flex-col gap-2">
        {members.map(({ name, role, email, password }) => (
          <li key={email}>
            <form action={action}>
              <input type="hidden" name="callbackUrl" value={back} />
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="password" value={password} />
              <Button type="submit" size="lg" disabled={isPending} className="w-full">
                {`${name}, ${role}`}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
