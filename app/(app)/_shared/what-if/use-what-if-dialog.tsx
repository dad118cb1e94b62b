'use client';

import { type ReactNode, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '@/components/ui/button';
import { LoadingDialog } from '@/components/ui/dialog';
import { useKeyboardShortcuts } from '@/components/ui/keyboard-shortcuts';
import { lazyComponent } from '@/components/ui/lazy-component';
import type { WhatIfSubject } from '@/lib/runs/what-if';

const WhatIfDialog = lazyComponent(() =>
  import('./what-if-dialog').then(({ WhatIfDialog }) => WhatIfDialog),
);

type Pair = { readonly accountId: string; readonly csm: string };

/** The what-if dialog of a page or record, and how to open it; `w` opens it, too. */
export function useWhatIfDialog(
  subject: WhatIfSubject,
  enabled = true,
): {
  readonly open: (pair?: Pair) => void;
  readonly dialog: ReactNode;
} {
  const [asked, setAsked] = useState<{ readonly pair: Pair | null } | null>(null);
  const open = (pair?: Pair) => setAsked({ pair: pair ?? null });
  useKeyboardShortcuts([{ keys: 'w', label: 'What if…', enabled, run: () => open() }]);
  // On the body, because the record can be hidden on a narrow screen, and without its swipes.
  const dialog =
    asked &&
    createPortal(
      <div role="presentation" onPointerDown={(event) => event.stopPropagation()}>
        <Suspense fallback={<LoadingDialog />}>
          <WhatIfDialog subject={subject} pair={asked.pair} onClose={() => setAsked(null)} />
        </Suspense>
      </div>,
      document.body,
    );
  return { open, dialog };
}

/** Opens the what-if dialog of a page. */
export function WhatIfButton({ subject }: { readonly subject: WhatIfSubject }) {
  const { open, dialog } = useWhatIfDialog(subject);
  return (
    <>
      <Button onClick={() => open()} keyHint="W">
        What if…
      </Button>
      {dialog}
    </>
  );
}
