'use client';

import type { RunStage } from '@/lib/warehouse/sql/runs';
import { useRunProgress } from './use-run-progress';

/** Keeps a page that mentions a run under way up to date: reads it anew when the run ends. */
export function RefreshAtEnd({
  runId,
  stage,
}: {
  readonly runId: string;
  readonly stage: RunStage;
}) {
  useRunProgress({ runId, status: 'running', stage });
  return null;
}
