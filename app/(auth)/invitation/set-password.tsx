'use client';

import Link from 'next/link';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Alert } from '@/components/ui/alert';
import { Spinner } from '@/components/ui/spinner';
import type { InvitedMember } from '@/lib/members/accept-invitation';
import type { ActionResult } from '@/lib/server/actions';
import { readInvitationAction } from './actions';
import { PasswordForm } from './password-form';

/** Checks the link, and shows the form or why the link cannot be used. */
export function SetPassword() {
  const token = useSyncExternalStore(
    subscribeToFragment,
    () => window.location.hash.slice(1),
    () => null,
  );
  const [result, setResult] = useState<ActionResult<InvitedMember>>();
  useEffect(() => {
    if (token === null) return;
    let isCurrent = true;
    void readInvitationAction(token).then((read) => {
      if (isCurrent) setResult(read);
    });
    return () => {
      isCurrent = false;
    };
  }, [token]);

  if (token === null || !result) {
    return (
      <p role="status" className="mt-4 flex items-center gap-2 text-ink-muted">
        <Spinner /> Checking the link…
      </p>
    );
  }
  if (!result.ok) {
    return (
      <div className="mt-4 grid gap-4">
        <Alert tone="danger">{result.error.message}</Alert>
        <Link href="/sign-in" className="text-accent-ink underline">
          Sign in
        </Link>
      </div>
    );
  }
  return <PasswordForm key={token} token={token} member={result.value} />;
}

function subscribeToFragment(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
