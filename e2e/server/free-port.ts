import { createServer } from 'node:net';

/** Finds a port that nobody listens on, `from` or one of the nine after it. */
export async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + 10; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${from} to ${from + 9} is free.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
