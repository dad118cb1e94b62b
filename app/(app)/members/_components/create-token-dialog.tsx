'use client';

import { type FormEvent, useId, useState } from 'react';
import { createTokenAction } from '@/app/(app)/members/actions';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Checkbox, Field, Input, Select } from '@/components/ui/form-controls';
import { allTokenScopes, type TokenScope, tokenScopes } from '@/lib/server/auth/token-scopes';
import { CopyField } from './copy-field';
import { useMemberAction } from './use-member-action';

/** In days. */
const lifetimes = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 180, label: '180 days' },
  { days: 365, label: '1 year' },
];

/** Creates an API token, then shows it once. */
export function CreateTokenDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly TokenScope[]>([]);
  const [days, setDays] = useState(90);
  const [created, setCreated] = useState<{ readonly token: string; readonly name: string }>();
  const { outcome, isRunning, run } = useMemberAction();
  const formId = useId();

  function create(event: FormEvent) {
    event.preventDefault();
    run(
      () => createTokenAction({ name, scopes: [...scopes], days }),
      (result) => {
        setCreated(result);
        return undefined;
      },
    );
  }

  if (created) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={`Token ${created.name} is created`}
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="grid gap-3">
          <Alert tone="warn" title="This token is shown only once">
            Copy it now, and keep it where the script reads its secrets. The script sends it as
            “Authorization: Bearer” and the token.
          </Alert>
          <CopyField label={`Token ${created.name}`} value={created.token} />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={!isRunning}
      title="Create API token"
      footer={
        <>
          <Button onClick={onClose} disabled={isRunning}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={isRunning}>
            Create token
          </Button>
        </>
      }
    >
      <form id={formId} aria-label="Create API token" onSubmit={create} className="grid gap-4">
        {outcome.error && (
          <Alert tone="danger" title="Not created">
            {outcome.error}
          </Alert>
        )}
        <Field
          label="Name"
          hint="What uses it, such as “Nightly run”. Runs show it as who started them."
        >
          {(control) => (
            <Input
              {...control}
              name="name"
              autoComplete="off"
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-sm font-medium">The script may</legend>
          {allTokenScopes.map((scope) => (
            <Checkbox
              key={scope}
              label={`${tokenScopes[scope]} (${scope})`}
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes((before) =>
                  event.target.checked
                    ? [...before, scope]
                    : before.filter((other) => other !== scope),
                )
              }
            />
          ))}
        </fieldset>
        <Field label="Expires after">
          {(control) => (
            <Select
              {...control}
              name="days"
              value={days}
              onChange={(event) => setDays(Number(event.target.value))}
            >
              {lifetimes.map((lifetime) => (
                <option key={lifetime.days} value={lifetime.days}>
                  {lifetime.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </form>
    </Dialog>
  );
}
