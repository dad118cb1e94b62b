'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { startRunAction } from '@/app/(app)/runs/actions';
import { Alert } from '@/components/ui/alert';
import { Button, type ButtonProps, buttonClass } from '@/components/ui/button';
import type { StartRunInput } from '@/lib/runs/start-run';
import type { ErrorResponse } from '@/lib/server/errors';

/** Starts a known run: the same again, or a dry run for real. */
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

/** Why a run did not start; where another one is under way, the way to it. */
export function StartRunError({ error }: { readonly error: ErrorResponse }) {
  const runId = error.details?.runId;
  return (
    <Alert
      tone={error.code === 'run_in_progress' ? 'warn' : 'danger'}
      actions={
        typeof runId === 'string' && (
          <Link href={`/runs/${runId}`} className={buttonClass('secondary', 'sm')}>
            Show that run
          </Link>
        )
      }
    >
      {error.message}
    </Alert>
  );
}

/** Starts a run and goes to its page; what stands in the way is answered in words. */
export function useStartRun() {
  const router = useRouter();
  const [busy, begin] = useTransition();
  const [error, setError] = useState<ErrorResponse>();
  const start = (input: StartRunInput) =>
    begin(async () => {
      setError(undefined);
      const answer = await startRunAction(input);
      if (answer.ok) router.push(`/runs/${answer.value.runId}`);
      else setError(answer.error);
    });
  return { start, busy, error };
}
