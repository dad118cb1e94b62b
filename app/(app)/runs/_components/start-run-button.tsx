'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { startRunAction } from '@/app/(app)/runs/actions';
import { Alert } from '@/components/ui/alert';
import { Button, type ButtonProps, buttonClass } from '@/components/ui/button';
import type { StartRunInput } from '@/lib/runs/start-run';
import type { ErrorResponse } from '@/lib/server/errors';

/** Starts a run with a given input. */
export function StartRunButton({
  input,
  variant = 'primary',
  children,
}: Pick<ButtonProps, 'variant' | 'children'> & { readonly input: StartRunInput }) {
  const { start, busy, error } = useStartRun();
  return (
    <>
      {error && <StartRunError error={error} />}
      <Button variant={variant} busy={busy} onClick={() => start(input)}>
        {children}
      </Button>
    </>
  );
}

/** Why a run did not start, with a link to the run in progress, if any. */
export function StartRunError({ error }: { readonly error: ErrorResponse }) {
  const runId = error.details?.runId;
  return (
    <Alert
      tone={error.code === 'run_in_progress' ? 'warn' : 'danger'}
      actions={
        typeof runId === 'string' && (
          <Link href={`/runs/${runId}`} className={buttonClass('secondary', 'sm')}>
            Show run
          </Link>
        )
      }
    >
      {error.message}
    </Alert>
  );
}

/** Starts a run and navigates to its page. */
export function useStartRun() {
  const router = useRouter();
  const [busy, startTransition] = useTransition();
  const [error, setError] = useState<ErrorResponse>();
  const start = (input: StartRunInput) =>
    startTransition(async () => {
      setError(undefined);
      const result = await startRunAction(input);
      if (result.ok) router.push(`/runs/${result.value.runId}`);
      else setError(result.error);
    });
  return { start, busy, error };
}
