import type { Metadata } from 'next';
import { AuthPage } from '@/app/(auth)/auth-page';
import { SetPassword } from './set-password';

export const metadata: Metadata = { title: 'Set your password', referrer: 'no-referrer' };

/**
 * Sets a member's password. The link's token is in its fragment, which the browser keeps to itself, so
 * that no server, proxy, or scanner of messages sees it.
 */
export default function InvitationPage() {
  return (
    <AuthPage title="Set your password">
      <SetPassword />
    </AuthPage>
  );
}
