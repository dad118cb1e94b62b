'use client';

import { Alert } from '@/components/ui/alert';
import { Time } from '@/components/ui/time';
import type { InvitationLink } from '@/lib/members/invitation-link';
import { CopyField } from './copy-field';

/** Shows a link that cannot be shown again, with a button that copies it. */
export function OneTimeLink({
  link: { path, expiresAt },
  name,
}: {
  readonly link: InvitationLink;
  /** Whom it is for. */
  readonly name: string;
}) {
  return (
    <div className="grid gap-3">
      <Alert tone="warn" title="This link is shown only once">
        Send it only to {name}: the first person who opens it sets the password. It works once,
        until <Time at={expiresAt} show="absolute" />.
      </Alert>
      <CopyField label={`Link for ${name}`} value={new URL(path, window.location.origin).href} />
    </div>
  );
}
