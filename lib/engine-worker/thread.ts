import { parentPort } from 'node:worker_threads';
import { type JobName, jobs } from './jobs';

/** What the main thread sends: one job at a time. */
export interface JobRequest {
  readonly name: JobName;
  readonly input: unknown;
}

export type JobResponse = { readonly output: unknown } | { readonly error: unknown };

parentPort?.on('message', ({ name, input }: JobRequest) => {
  parentPort?.postMessage(run(name, input));
});

function run(name: JobName, input: unknown): JobResponse {
  try {
    return { output: (jobs[name] as (input: unknown) => unknown)(input) };
  } catch (error) {
    return { error };
  }
}
