import { v4 as uuid } from 'uuid';
import { countPending, listQueue } from '@/lib/decisions/queue';
import { getRecommendation, listCandidates } from '@/lib/decisions/recommendation-details';
import { acceptRecommendation, undoDecision } from '@/test/support/decisions';
import { noFilter } from '@/test/support/test-context';
import { largeCompany } from './large-warehouse';
import { measure } from './measure';

/** The queue's services on a large embedded warehouse. */

const { ctx, dispose } = await largeCompany('manager');
const page = (
  filter: Partial<Parameters<typeof listQueue>[1]['filter']>,
  sort: Parameters<typeof listQueue>[1]['sort'],
  number = 1,
) => listQueue(ctx, { filter: { ...noFilter, ...filter }, sort, page: number, pageSize: 50 });

await measure('queue page with counts', () => page({}, []));
await measure('… filtered by segment, flag and text', () =>
  page({ segments: ['Residential'], flags: ['stale'], text: '12' }, []),
);
await measure('… sorted by score and revenue', () =>
  page({}, [
    { column: 'score', descending: true },
    { column: 'revenue', descending: false },
  ]),
);
await measure('… narrowed to and sorted by verdict', () =>
  page({ verdicts: ['reassign', 'none'] }, [{ column: 'verdict', descending: true }]),
);
await measure('… page 20', () => page({}, [], 20));
await measure('count of pending', () => countPending(ctx));
const { rows } = await page({}, []);
await measure('recommendation details', (round) => getRecommendation(ctx, rows[round]?.id ?? '1'));
await measure('candidates for an override', (round) =>
  listCandidates(ctx, { recommendationId: rows[round]?.id ?? '1' }),
);
const acknowledged = ['cooling', 'stale', 'velocity', 'at_capacity'] as const;
await measure('decision, accepted', async (round) => {
  const recommendationId = rows[20 + round]?.id ?? '1';
  await acceptRecommendation(ctx, {
    recommendationId,
    requestId: uuid(),
    acknowledged: [...acknowledged],
  });
});
await measure('decision, accepted and undone', async (round) => {
  const recommendationId = rows[40]?.id ?? '1';
  const decided = await acceptRecommendation(ctx, {
    recommendationId,
    requestId: uuid(),
    acknowledged: [...acknowledged],
  });
  await undoDecision(ctx, decided);
  void round;
});
await dispose();
