import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished } from '@/lib/runs/progress';
import type { AppServer } from './server';

/** The fields of a run that the tests read. */
export interface ApiRun {
  readonly status: string;
  readonly placed: number | null;
  readonly failure: string | null;
  readonly startedBy: string;
  readonly startedByName: string;
}

const headersFor = (token: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
});

/** Starts a run as a script does. The token is the command line's by default. */
export function postRun(
  server: AppServer,
  input: unknown,
  { token = server.operatorToken, key }: { readonly token?: string; readonly key?: string } = {},
): Promise<Response> {
  return fetch(`${server.url}/api/runs`, {
    method: 'POST',
    headers: { ...headersFor(token), ...(key !== undefined && { 'idempotency-key': key }) },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
}

/** Polls a run until it has ended, then returns it. */
export async function waitForRun(
  server: AppServer,
  runId: string,
  token = server.operatorToken,
): Promise<ApiRun> {
  const headers = headersFor(token);
  for (;;) {
    const response = await fetch(`${server.url}/api/runs/${runId}/progress`, { headers });
    if (!response.ok) throw new Error(`The progress of ${runId} returned ${response.status}.`);
    if (isFinished(await response.json())) break;
    await sleep(50);
  }
  const response = await fetch(`${server.url}/api/runs/${runId}`, { headers });
  return (await response.json()) as ApiRun;
}
