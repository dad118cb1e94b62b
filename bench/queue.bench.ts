import { parseArgs } from 'node:util';
import { v4 as uuid } from 'uuid';
import { decide } from '@/lib/decisions/decide';
import { listQueue } from '@/lib/decisions/queue';
import { getRecommendation, listCandidates } from '@/lib/decisions/recommendation-details';
import { flags } from '@/lib/engine/flags';
import { readModelOf } from '@/lib/read-model/read-model';
import { withQueryCache } from '@/lib/warehouse/query-cache';
import { noFilter } from '@/test/support/test-context';
import { largeCompany } from './large-warehouse';
import { type Cost, measureCost } from './measure';

/**
 * The queue's services on embedded warehouses of several sizes. To measure some sizes only:
 * `--recommendations 1000000 --pending 500,2000`.
 */

const { values } = parseArgs({
  options: {
    recommendations: { type: 'string', default: '10000,100000,1000000' },
    pending: { type: 'string', default: '500,2000,20000' },
  },
});
const sizesOf = (list: string) => list.split(',').map(Number);

for (const recommendations of sizesOf(values.recommendations)) {
  for (const pending of sizesOf(values.pending)) {
    // The rest is history, which the warehouse needs, too.
    if (pending < recommendations) await measureSize(recommendations, pending);
  }
}

async function measureSize(recommendations: number, pending: number): Promise<void> {
  const { ctx: direct, dispose } = await largeCompany('manager', { recommendations, pending });
  // As in the server.
  const warehouse = withQueryCache(direct.warehouse);
  const ctx = { ...direct, warehouse, readModel: readModelOf(warehouse) };
  type Request = Parameters<typeof listQueue>[1];
  const page = (filter: Partial<Request['filter']>, sort: Request['sort'], number = 1) =>
    listQueue(ctx, { filter: { ...noFilter, ...filter }, sort, page: number, pageSize: 50 });
  const defaultSort = [{ column: 'order', descending: false }] as const;

  const loading = performance.now();
  await page({}, defaultSort);
  print('first page, which loads open work', { median: performance.now() - loading });
  print('queue page', await measureCost(() => page({}, defaultSort), 60));
  const wanted = { segments: ['Residential'], flags: ['cooling'], text: 'account 1' } as const;
  print(
    '… filtered by segment, flag, and text',
    await measureCost(() => page(wanted, defaultSort), 60),
  );
  const byCsm = [
    { column: 'csm', descending: false },
    { column: 'score', descending: true },
  ] as const;
  print('… sorted by CSM and score, last page', await measureCost(() => page({}, byCsm, 1e6), 60));

  const { rows } = await listQueue(ctx, { filter: noFilter, sort: [], page: 1, pageSize: 500 });
  const idAt = (index: number) => rows[index % rows.length]?.id ?? '';
  const details = (round: number) => getRecommendation(ctx, idAt(round));
  print('record of a pending recommendation', await measureCost(details, 40));
  const decided = (round: number) => getRecommendation(ctx, String(100 + round));
  print('record of a decided recommendation', await measureCost(decided, 40));
  const candidates = (round: number) => listCandidates(ctx, { recommendationId: idAt(round) });
  print('candidates', await measureCost(candidates, 40));

  for (const count of [1, 10, 60]) {
    const requests = () =>
      rows.slice(0, count).map(({ id }) => ({
        ...({ verb: 'accept', requestId: uuid(), recommendationId: id } as const),
        acknowledged: [...flags],
      }));
    let batches = requests();
    print(
      count === 1 ? 'accepting a recommendation' : `accepting ${count} at once`,
      await measureCost(
        async () => {
          const outcomes = await decide(ctx, { requests: batches });
          if (outcomes.some(({ status }) => status !== 'decided')) throw new Error('Refused.');
        },
        15,
        async () => {
          await decide(ctx, {
            requests: batches.map(({ requestId, recommendationId }) => ({
              ...({
                verb: 'undo',
                requestId: uuid(),
                recommendationId,
                undoes: requestId,
              } as const),
            })),
          });
          batches = requests();
        },
      ),
    );
  }
  await dispose();
}

function print(name: string, { median, p95, cpu }: Partial<Cost>): void {
  const figure = (ms: number | undefined) => (ms === undefined ? '' : ms.toFixed(1)).padStart(8);
  console.log(
    `${name.padEnd(44)} median ${figure(median)} ms  p95 ${figure(p95)}  CPU ${figure(cpu)}`,
  );
}
