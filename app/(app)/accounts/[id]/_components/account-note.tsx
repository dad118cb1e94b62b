'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { NoteForm } from '@/app/(app)/_shared/note-form';
import { saveNote } from '@/app/(app)/_shared/save-note';
import { Button } from '@/components/ui/button';
import { NoteIcon } from '@/components/ui/icons';
import { useKeyboardShortcuts } from '@/components/ui/keyboard-shortcuts';

/** A button that opens a form for a note about the account. */
export function AccountNote({ accountId }: { readonly accountId: string }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLDivElement>(null);
  useKeyboardShortcuts([{ keys: 'n', label: 'Add a note', run: () => setIsOpen(true) }]);

  function close() {
    // The button must exist to receive the focus.
    flushSync(() => setIsOpen(false));
    button.current?.querySelector('button')?.focus();
  }

  return (
    <div ref={button} data-print="none" className="mb-3">
      {isOpen ? (
        <NoteForm
          about={`account ${accountId}`}
          label="Note about this account"
          actions={[
            {
              label: 'Save note',
              async run(draft) {
                await saveNote({ accountId }, draft);
                router.refresh();
                return true;
              },
            },
          ]}
          onClose={close}
        />
      ) : (
        <Button keyHint="n" onClick={() => setIsOpen(true)}>
          <NoteIcon />
          Add note
        </Button>
      )}
    </div>
  );
}
