'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { announce } from '@/components/ui/live-region';
import { isOver, type RunProgress } from '@/lib/runs/progress';
import { stageWords, statusWords } from '@/lib/runs/result-words';
import { followOverHttp } from './follow-over-http';

/** Where a run is, live; once it or its review has ended the page is read anew. */
export function useRunProgress(initial: RunProgress) {
  const router = useRouter();
  const [progress, setProgress] = useState(initial);
  const [trouble, setTrouble] = useState<string>();
  const { runId } = initial;
  const saved = initial.status !== 'running';

  useEffect(() => {
    let told = saved;
    return followOverHttp(runId, {
      onTrouble: setTrouble,
      onState: (state) => {
        setProgress(state);
        if (state.status === 'running') return announce(stageWords[state.stage].name);
        if (!told) announce(`The run has ended: ${statusWords[state.status]}.`);
        else if (isOver(state)) announce('The review has ended.');
        if (!told || isOver(state)) router.refresh();
        told = true;
      },
    });
  }, [runId, saved, router]);
  return { progress, trouble };
}
