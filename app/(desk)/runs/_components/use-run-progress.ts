'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { announce } from '@/components/ui/live-region';
import { stageWords, statusWords } from '@/lib/runs/result-words';
import type { RunProgress } from '@/lib/runs/runner';
import { followOverHttp } from './follow-over-http';

/** Where a run is, live; once it has ended the page is read anew. */
export function useRunProgress(initial: RunProgress) {
  const router = useRouter();
  const [progress, setProgress] = useState(initial);
  const [trouble, setTrouble] = useState<string>();
  const { runId } = initial;

  useEffect(
    () =>
      followOverHttp(runId, {
        onTrouble: setTrouble,
        onState: (state) => {
          setProgress(state);
          if (state.status === 'running') return announce(stageWords[state.stage].name);
          announce(`The run has ended: ${statusWords[state.status]}.`);
          router.refresh();
        },
      }),
    [runId, router],
  );
  return { progress, trouble };
}
