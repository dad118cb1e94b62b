import { Alert } from '@/components/ui/alert';
import { buttonClass } from '@/components/ui/button';
import type { SignInNotice } from './messages';

/** The link to the identity provider. A form would not do: its redirect breaks the content policy. */
export function SsoSignIn({
  name,
  back,
  notice,
}: {
  /** The identity provider, as people call it. */
  readonly name: string;
  readonly back: string;
  readonly notice: SignInNotice | undefined;
}) {
  return (
    <div className="mt-6 grid gap-4">
      {notice && <Alert tone={notice.tone}>{notice.text}</Alert>}
      <a
        href={`/api/auth/sso?${new URLSearchParams({ callbackUrl: back })}`}
        className={buttonClass('primary', 'lg', 'min-w-0')}
      >
        <span className="truncate">Continue with {name}</span>
      </a>
    </div>
  );
}

/** Separates the two ways to sign in. */
export function OrWithPassword() {
  return (
    <p className="mt-6 flex items-center gap-3 text-sm text-ink-muted">
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
      or with a password
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
    </p>
  );
}
