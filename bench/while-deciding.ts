import { setTimeout as pause } from 'node:timers/promises';
import { v4 as uuid } from 'uuid';
import type { Context } from '@/lib/context';
import { acceptRecommendation } from '@/lib/decisions/accept-recommendation';
import { listQueue } from '@/lib/decisions/list-queue';
import { everything } from '@/lib/testing/desk';

const acknowledged = ['cooling', 'stale', 'velocity', 'at_capacity'] as const;

/**
 * Does `work` while a manager accepts one recommendation after the other and gets the queue after
 * each, as the program answers a decision, with `everyMs` to look at the next.
 */
export async function whileDeciding(ctx: Context, everyMs: number, work: () => Promise<unknown>) {
  let isDone = false;
  const queue = () => listQueue(ctx, { filter: everything, sort: [], page: 1, pageSize: 50 });
  const decide = async () => {
    for (let { rows } = await queue(); !isDone; { rows } = await queue()) {
      await pause(everyMs);
      const recommendationId = rows[0]?.id ?? '';
      await acceptRecommendation(ctx, {
        ...{ recommendationId, requestId: uuid(), acknowledged: [...acknowledged] },
      });
    }
  };
  const deciding = decide();
  try {
    await work();
  } finally {
    isDone = true;
    await deciding;
  }
}
