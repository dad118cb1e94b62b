import 'server-only';
import { setMaxListeners } from 'node:events';

// On globalThis because Next.js gives instrumentation and routes separate copies of a module.
const holder = globalThis as { [key: symbol]: AbortController | undefined };
const key = Symbol.for('csm-routing.shutdown');

function controller(): AbortController {
  if (holder[key]) return holder[key];
  const created = new AbortController();
  // Each open event stream listens to it. Node.js warns of a leak from the 11th listener on.
  setMaxListeners(0, created.signal);
  holder[key] = created;
  return created;
}

/** Aborts when the process starts to shut down, for responses that would not end by themselves. */
export function shutdownSignal(): AbortSignal {
  return controller().signal;
}

/** Ends the responses that wait for `shutdownSignal`. */
export function signalShutdown(): void {
  controller().abort();
}

const works = globalThis as { [key: symbol]: Set<Promise<unknown>> | undefined };
const worksKey = Symbol.for('csm-routing.shutdown-work');

function openWorks(): Set<Promise<unknown>> {
  works[worksKey] ??= new Set();
  return works[worksKey];
}

/** Lets a shutdown wait for work that ends soon after `shutdownSignal`. The work must never reject. */
export function finishBeforeShutdown(work: Promise<unknown>): void {
  openWorks().add(work);
  void work.finally(() => openWorks().delete(work));
}

/** Resolves when the work that a shutdown waits for has ended. */
export async function workFinished(): Promise<void> {
  await Promise.all(openWorks());
}
