'use client';

import { DialogButton } from '@/components/ui/dialog-button';
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
  return (
    <DialogButton
      size={compact ? 'sm' : 'md'}
      aria-label={compact ? `Edit ${csm.name}` : undefined}
      dialog={(close) => <EditDialog csm={csm} choices={choices} source={source} onClose={close} />}
    >
      {compact ? 'Edit' : 'Edit details'}
    </DialogButton>
  );
}
