'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { accountLabel } from '../queue-row';
import { FlagList } from './flag-list';
import type { Doubt } from './use-decisions';

/** Names the rules a decision would set aside, and asks for it once more. */
export function ConfirmDialog({
  doubt,
  onCancel,
  onConfirm,
}: {
  readonly doubt: Doubt;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}) {
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => confirm.current?.focus(), []);
  const { intent, flags, coolingUntil, awayUntil, news } = doubt;
  const { choice, row } = intent;
  const csm = choice.verb === 'override' ? choice.csm : row.recommendedCsm;
  const verb = choice.verb === 'override' ? 'override' : 'accept';
  const rules = flags.length === 1 ? 'this rule' : `these ${flags.length} rules`;
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`${accountLabel(row)} → ${csm}?`}
      description={
        news
          ? 'There is more to it than was shown. Nothing was done yet.'
          : 'Something speaks against it.'
      }
      footer={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button
            ref={confirm}
            variant="primary"
            onClick={onConfirm}
            // A key that is still held from before must not answer the question.
            onKeyDown={(event) => event.repeat && event.preventDefault()}
          >
            {`Set ${rules} aside and ${verb}`}
          </Button>
        </>
      }
    >
      <FlagList flags={flags} coolingUntil={coolingUntil} awayUntil={awayUntil} />
      <p className="mt-3 text-ink-muted">The decision records which rules were set aside.</p>
    </Dialog>
  );
}
