import { z } from 'zod';
import { replayRun } from '@/lib/runs/replay-run';
import { runRoute } from '@/lib/server/api';

interface Props {
  readonly params: Promise<{ readonly id: string }>;
}

/** Solves a stored run again and returns what differs from its stored result. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  return runRoute('runs.replay', request, z.string(), (await params).id, replayRun, {
    scope: 'runs:read',
  });
}
