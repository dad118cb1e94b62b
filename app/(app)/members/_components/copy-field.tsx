'use client';

import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/form-controls';

/** A text to send to someone, with a button that copies it. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [status, setStatus] = useState('');

  async function copy() {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setStatus('Copied.');
    } catch {
      // Without HTTPS, or if the person denied it, the selected text can be copied by keyboard.
      setStatus('The browser did not allow copying. Copy the selected text.');
    }
  }

  return (
    <>
      <Field label={label}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              ref={input}
              readOnly
              autoFocus
              value={value}
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
    </>
  );
}
