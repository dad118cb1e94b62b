'use client';

import { Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '@/components/ui/button';
import { LoadingDialog } from '@/components/ui/dialog';
import { lazyComponent } from '@/components/ui/lazy-component';
import type { CsmChoices, CsmRecord } from '@/lib/read-model/csm-record';
import type { SourceLabel } from './detail-values';

const EditDialog = lazyComponent(() => import('./edit-dialog').then((code) => code.EditDialog));

/** Opens the dialog that edits a CSM's details. */
export function EditDetails({
  csm,
  choices,
  source,
  compact = false,
}: {
  readonly csm: CsmRecord;
  readonly choices: CsmChoices;
  readonly source: SourceLabel;
  /** For a table, where the row names the CSM. */
  readonly compact?: boolean;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size={compact ? 'sm' : 'md'}
        aria-label={compact ? `Edit ${csm.name}` : undefined}
        onClick={() => setOpen(true)}
      >
        {compact ? 'Edit' : 'Edit details'}
      </Button>
      {isOpen &&
        createPortal(
          <Suspense fallback={<LoadingDialog />}>
            <EditDialog
              csm={csm}
              choices={choices}
              source={source}
              onClose={() => setOpen(false)}
            />
          </Suspense>,
          document.body,
        )}
    </>
  );
}
