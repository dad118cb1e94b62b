import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import { readModelOf } from '@/lib/read-model/read-model';
import { openedWarehouse } from '@/lib/warehouse/client';
import { logStatus } from './log';
import { metrics } from './metrics';

/** A load of the read model that takes longer does not delay the other metrics. */
const LOAD_TIMEOUT_MS = 2_000;

/**
 * The metrics in Prometheus's text format. Asks Snowflake nothing: a scrape every few seconds would
 * otherwise keep its warehouse running. Metrics that are not known have no value.
 */
export async function metricsText(): Promise<{
  readonly text: string;
  readonly contentType: string;
}> {
  await measureReadModel().then(
    () => logStatus('metrics', null),
    (error: unknown) => logStatus('metrics', error),
  );
  const { registry } = metrics();
  return { text: await registry.metrics(), contentType: registry.contentType };
}

async function measureReadModel(): Promise<void> {
  const { queuePending, queueOldest, readModelAge, eventStreams } = metrics();
  for (const gauge of [queuePending, queueOldest, readModelAge]) gauge.remove();
  eventStreams.set(0);
  const warehouse = await openedWarehouse();
  if (!warehouse) return;
  const readModel = readModelOf(warehouse);
  eventStreams.set(readModel.changes.subscriberCount);

  const now = new Date();
  const known = await Promise.race([readModel.known(now), pause(LOAD_TIMEOUT_MS, null)]);
  if (!known) return;
  const { recommendations } = known.facts;
  let oldest = now.getTime();
  for (const { recommendedAt } of recommendations.values()) {
    oldest = Math.min(oldest, recommendedAt.getTime());
  }
  queuePending.set(recommendations.size);
  queueOldest.set((now.getTime() - oldest) / 1_000);
  readModelAge.set(known.ageMs / 1_000);
}
