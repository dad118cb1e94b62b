import 'server-only';
import type { Context } from '@/lib/context';
import { log } from '@/lib/log';
import { collectBatches } from './collect-batches';

/** How often batches that are out are looked at, in milliseconds. */
const interval = 60_000;
/** How soon they are looked at again for somebody who wants to know, in milliseconds. */
const patience = 5_000;

// Pages and route handlers have module state of their own; the process has only one globalThis.
const shared = globalThis as { csmRoutingBatches?: { out: boolean; look: () => void } };

/** Says that a batch was handed in, or is waited for: it is looked at, where a server watches. */
export function lookForBatches(): void {
  if (!shared.csmRoutingBatches) return;
  shared.csmRoutingBatches.out = true;
  shared.csmRoutingBatches.look();
}

/**
 * Picks up what has come of the batches that are out, now and every minute as long as any is, for
 * as long as the process lasts. While none is out nothing is asked, so that a warehouse that sleeps
 * when it is let alone can.
 */
export function watchBatches(ctx: Pick<Context, 'warehouse' | 'now' | 'claude'>): void {
  if (shared.csmRoutingBatches || ctx.claude?.ANTHROPIC_API_KEY === undefined) return;
  let looking = false;
  let looked = 0;
  const look = async () => {
    if (looking || Date.now() - looked < patience) return;
    looking = true;
    try {
      // One that is handed in while these are looked at must not be forgotten.
      batches.out = false;
      if ((await collectBatches(ctx)) > 0) batches.out = true;
    } catch (error) {
      batches.out = true;
      log.error({ err: error }, 'the batches of reviews could not be picked up');
    } finally {
      looking = false;
      looked = Date.now();
    }
  };
  const batches = { out: true, look: () => void look() };
  shared.csmRoutingBatches = batches;
  batches.look();
  setInterval(() => batches.out && batches.look(), interval).unref();
}
