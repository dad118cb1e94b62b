import { z } from 'zod';
import { pageNumber, pageSize } from '@/lib/runs/paging';
import { flags } from '@/lib/warehouse/sql/flagged';
import { type QueueFilter, type SortColumn, sortColumns } from '@/lib/warehouse/sql/queue';
import { verdicts } from '@/lib/warehouse/sql/reviews';

const columns = Object.keys(sortColumns) as [SortColumn, ...SortColumn[]];
const values = z.array(z.string().max(200, 'is too long')).max(100, 'names too many values');
const score = z.number({ error: 'must be a number' }).nullable();

const filter = z.object({
  text: z.string().max(200, 'can have at most 200 characters'),
  runId: z.string().max(50, 'is not a run').nullable(),
  methods: values,
  csms: values,
  segments: values,
  levels: values,
  colors: values,
  flags: z.array(z.enum([...flags, 'any', 'none'], { error: 'names no known flag' })).max(20),
  verdicts: z.array(z.enum([...verdicts, 'none'], { error: 'names no verdict' })).max(10),
  minScore: score,
  maxScore: score,
}) satisfies z.ZodType<QueueFilter>;

/** What a queue is narrowed to, sorted by and which page of it is asked for. */
export const queueInput = z.object({
  filter,
  sort: z
    .array(
      z.object({
        column: z.enum(columns, { error: 'is no column of the queue' }),
        descending: z.boolean(),
      }),
    )
    .max(columns.length, 'names too many columns'),
  page: pageNumber,
  pageSize,
});
