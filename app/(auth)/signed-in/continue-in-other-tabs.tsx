'use client';

import { useEffect } from 'react';
import { announceSignIn } from '@/app/(app)/_shared/session';

/** Tells the other tabs who signed in, and closes this one if the browser allows it. */
export function ContinueInOtherTabs({ email }: { readonly email: string }) {
  useEffect(() => {
    announceSignIn(email);
    window.close();
  }, [email]);
  return null;
}
