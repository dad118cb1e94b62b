'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import type { ErrorAnswer } from '@/lib/errors';
import type { StartRunInput } from '@/lib/runs/start-run';
import { startRunAction } from '../actions';

/** Starts a run and goes to its page; what stands in the way is answered in words. */
export function useStart() {
  const router = useRouter();
  const [busy, begin] = useTransition();
  const [error, setError] = useState<ErrorAnswer>();
  const start = (input: StartRunInput) =>
    begin(async () => {
      setError(undefined);
      const answer = await startRunAction(input);
      if (answer.ok) router.push(`/runs/${answer.value.runId}`);
      else setError(answer.error);
    });
  return { start, busy, error };
}
