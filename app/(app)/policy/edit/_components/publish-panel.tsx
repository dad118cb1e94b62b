'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState, useTransition } from 'react';
import { publishPolicyAction } from '@/app/(app)/policy/edit/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Field, Textarea } from '@/components/ui/form-controls';
import { notify } from '@/components/ui/notifications';
import { Panel } from '@/components/ui/page-layout';
import type { ErrorResponse } from '@/lib/server/errors';
import type { draftChanges } from './draft';

const MAX_NOTE = 500;

/** Publishes a draft with a note. */
export function PublishPanel({
  basedOn,
  note,
  changes,
  onNote,
  onPublished,
}: {
  readonly basedOn: number;
  readonly note: string;
  readonly changes: ReturnType<typeof draftChanges>;
  readonly onNote: (note: string) => void;
  readonly onPublished: () => void;
}) {
  const router = useRouter();
  const [busy, startTransition] = useTransition();
  const [error, setError] = useState<ErrorResponse>();
  const [isNoteMissing, setNoteMissing] = useState(false);

  function publish(event: FormEvent) {
    event.preventDefault();
    setNoteMissing(note.trim() === '');
    if (note.trim() === '' || note.length > MAX_NOTE) return;
    startTransition(async () => {
      const result = await publishPolicyAction({ basedOn, changes, note });
      if (!result.ok) {
        setError(result.error);
        // Another version was published: the page offers to apply the changes to it.
        if (result.error.code === 'policy_changed') router.refresh();
        return;
      }
      onPublished();
      void notify('ok', `Published version ${result.value.version}`);
      router.push('/policy');
    });
  }

  return (
    <Panel
      title="Publish"
      description="Runs that start from now on use the new version. Earlier runs and scores keep theirs."
    >
      <form aria-label="Publish" noValidate onSubmit={publish} className="flex flex-col gap-3">
        <Field
          label="Why does the policy change?"
          hint="Everyone sees this note with the version."
          error={isNoteMissing && note.trim() === '' && 'Say why the policy changes.'}
        >
          {(control) => (
            <Textarea
              {...control}
              name="note"
              rows={2}
              limit={MAX_NOTE}
              value={note}
              onChange={(event) => onNote(event.target.value)}
            />
          )}
        </Field>
        {error && (
          <Alert tone="danger" title="Not published">
            {error.message}
          </Alert>
        )}
        <Button type="submit" variant="primary" busy={busy} className="self-start">
          Publish version {basedOn + 1}
        </Button>
      </form>
    </Panel>
  );
}
