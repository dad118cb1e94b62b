import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { log } from './log';
import { closeWarehouse } from './warehouse/open';

interface Started {
  readonly response: ServerResponse;
  readonly server: Server;
}

const exitCodes = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Ends the process soon after it is told to, with the warehouse closed: what is asked is answered
 * and what is being written is waited for; a run under way is recorded as interrupted at the next
 * start. Call it once, as the process starts.
 * @param grace how long requests under way may take, and then writes, in ms
 */
export function stopInTime(grace = 2_000): void {
  const servers = new Set<Server>();
  const underWay = new Set<ServerResponse>();
  subscribe('http.server.request.start', (message) => {
    const { response, server } = message as Started;
    servers.add(server);
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });
  const answered = async () => {
    for (const response of underWay) await once(response, 'close');
  };

  for (const [signal, code] of Object.entries(exitCodes)) {
    // Next's own handler exits once every browser has closed its connections: a minute late where a
    // page is open, and too early where none is and the warehouse has yet to be closed.
    if (process.env.NODE_ENV === 'production') process.removeAllListeners(signal);
    process.once(signal, async () => {
      for (const server of servers) server.close();
      await Promise.race([answered(), pause(grace)]);
      const closed = closeWarehouse().then(
        () => true,
        (error: unknown) => log.error({ err: error }, 'the warehouse did not close'),
      );
      if (await Promise.race([closed, pause(grace)])) process.exit(code);
      // To exit would wait for the engine's threads. Every commit is on the disk already.
      process.kill(process.pid, 'SIGKILL');
    });
  }
}
