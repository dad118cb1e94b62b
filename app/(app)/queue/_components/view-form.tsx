'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox, Field, Input } from '@/components/ui/form-controls';
import type { QueueView } from '@/lib/decisions/queue-views';

/** Asks for a view's name and whether it is shared. Keeps what was typed if saving fails. */
export function ViewForm({
  view,
  onSave,
  onCancel,
}: {
  /** The view to rename or share; null for a new one. */
  readonly view: QueueView | null;
  readonly onSave: (fields: Pick<QueueView, 'name' | 'shared'>) => Promise<void>;
  readonly onCancel: () => void;
}) {
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isSaving) return;
    if (!name.trim()) {
      setProblem('Enter a name.');
      return field.current?.focus();
    }
    setIsSaving(true);
    try {
      await onSave({ name, shared });
    } catch (error) {
      setProblem((error as Error).message);
      setIsSaving(false);
      field.current?.focus();
    }
  }

  return (
    <form
      noValidate
      aria-label={view ? 'Rename or share' : 'Save as view'}
      onSubmit={submit}
      className="grid gap-3 p-2"
    >
      <Field label="Name of the view" error={problem}>
        {(control) => (
          <Input
            {...control}
            ref={field}
            dir="auto"
            maxLength={60}
            value={name}
            autoComplete="off"
            onChange={({ target }) => {
              setName(target.value);
              setProblem(null);
            }}
          />
        )}
      </Field>
      <Checkbox
        label="Share with everyone"
        checked={shared}
        onChange={({ target }) => setShared(target.checked)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={isSaving}>
          Save
        </Button>
      </div>
    </form>
  );
}
