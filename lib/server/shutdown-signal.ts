import 'server-only';

// On globalThis because Next.js gives instrumentation and routes separate copies of a module.
const holder = globalThis as { [key: symbol]: AbortController | undefined };
const key = Symbol.for('csm-routing.shutdown');

function controller(): AbortController {
  holder[key] ??= new AbortController();
  return holder[key];
}

/** Aborts when the process starts to shut down, for responses that would not end by themselves. */
export function shutdownSignal(): AbortSignal {
  return controller().signal;
}

/** Ends the responses that wait for `shutdownSignal`. */
export function signalShutdown(): void {
  controller().abort();
}
