import { buttonClass } from '@/components/ui/button';
import { signInPath } from '@/lib/server/auth/callback-url';

/** Signs in again in a new tab, so that this page keeps what the person typed. */
export function SignInLink() {
  return (
    <a
      href={signInPath('/signed-in')}
      target="_blank"
      // Browsers let a tab close itself only if it keeps its opener.
      rel="noopener opener"
      className={buttonClass('secondary', 'sm')}
    >
      Sign in
    </a>
  );
}
