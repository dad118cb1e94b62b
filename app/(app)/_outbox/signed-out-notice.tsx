'use client';

import { useSyncExternalStore } from 'react';
import { session } from '@/app/(app)/_shared/session';
import { Alert } from '@/components/ui/alert';
import { SignInLink } from './sign-in-link';

/**
 * Tells a person whose session ended that nothing is lost, and lets them sign in. For dialogs: an open
 * dialog makes the same message in the top bar unreachable. Renders nothing during a session.
 */
export function SignedOutNotice() {
  const state = useSyncExternalStore(
    session.subscribe,
    () => session.state,
    () => 'active' as const,
  );
  if (state === 'active') return null;
  if (state === 'other_person') {
    return (
      <Alert tone="warn" title="Someone else signed in">
        Another person is signed in in this browser. Nothing has changed yet. To continue, sign in
        as yourself in another tab.
      </Alert>
    );
  }
  return (
    <Alert tone="warn" title="You are signed out" actions={<SignInLink />}>
      Nothing has changed yet, and what you typed is kept. Sign in to continue.
    </Alert>
  );
}
