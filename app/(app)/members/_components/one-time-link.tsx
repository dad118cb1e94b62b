'use client';

import { useRef, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/form-controls';
import { Time } from '@/components/ui/time';
import type { InvitationLink } from '@/lib/members/invitation-link';

/** Shows a link that cannot be shown again, with a button that copies it. */
export function OneTimeLink({
  link: { path, expiresAt },
  name,
}: {
  readonly link: InvitationLink;
  /** Whom it is for. */
  readonly name: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [status, setStatus] = useState('');

  async function copy() {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(input.current?.value ?? '');
      setStatus('Copied.');
    } catch {
      // Without HTTPS, or if the person denied it, the selected text can be copied by keyboard.
      setStatus('The browser did not allow copying. Copy the selected text.');
    }
  }

  return (
    <div className="grid gap-3">
      <Alert tone="warn" title="This link is shown only once">
        Send it only to {name}: the first person who opens it sets the password. It works once,
        until <Time at={expiresAt} show="absolute" />.
      </Alert>
      <Field label={`Link for ${name}`}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              ref={input}
              readOnly
              autoFocus
              value={new URL(path, window.location.origin).href}
              onFocus={(event) => event.target.select()}
            />
            <Button className="h-9" onClick={copy}>
              Copy
            </Button>
          </span>
        )}
      </Field>
      <p role="status" className="text-sm text-ink-muted empty:hidden">
        {status}
      </p>
    </div>
  );
}
