import { type AppServer, apiToken } from './server';

/** A run as the API answers it, as far as the tests look. */
export interface ApiRun {
  readonly status: string;
  readonly placed: number | null;
  readonly failure: string | null;
}

const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' };

/** Starts a run as a schedule does, with the token. */
export function postRun(server: AppServer, input: unknown): Promise<Response> {
  return fetch(`${server.url}/api/runs`, {
    method: 'POST',
    headers,
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
}

/** Follows a run to its end and answers how it ended. */
export async function waitForRun(server: AppServer, runId: string): Promise<ApiRun> {
  const events = await fetch(`${server.url}/api/runs/${runId}/events`, { headers });
  // The stream ends when the run does.
  await events.text();
  const answer = await fetch(`${server.url}/api/runs/${runId}`, { headers });
  return (await answer.json()) as ApiRun;
}
