import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import { log } from './log';
import { closeWarehouse } from './warehouse/open';

/** How long requests under way may take once the process is told to end, and then writes, in ms. */
const grace = 2_000;

const exitCodes = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Ends the process soon after it is told to. Next alone waits until every browser has closed its
 * connections, which a page that is open puts off by up to a minute. What is being written is
 * waited for; a run under way is recorded as interrupted at the next start.
 */
export function stopInTime(): void {
  for (const [signal, code] of Object.entries(exitCodes)) {
    process.once(signal, async () => {
      await pause(grace);
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
