import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished } from '@/lib/runs/progress';
import { type AppServer, apiToken } from './server';

/** The fields of a run that the tests read. */
export interface ApiRun {
  readonly status: string;
  readonly placed: number | null;
  readonly failure: string | null;
}

const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' };

/** Starts a run with the API token, as a schedule does. */
export function postRun(server: AppServer, input: unknown): Promise<Response> {
  return fetch(`${server.url}/api/runs`, {
    method: 'POST',
    headers,
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
}

/** Polls a run until it has ended, then returns it. */
export async function waitForRun(server: AppServer, runId: string): Promise<ApiRun> {
  for (;;) {
    const response = await fetch(`${server.url}/api/runs/${runId}/progress`, { headers });
    if (!response.ok) throw new Error(`The progress of ${runId} returned ${response.status}.`);
    if (isFinished(await response.json())) break;
    await sleep(50);
  }
  const response = await fetch(`${server.url}/api/runs/${runId}`, { headers });
  return (await response.json()) as ApiRun;
}
