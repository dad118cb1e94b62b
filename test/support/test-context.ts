import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { listQueue, type QueuePage } from '@/lib/decisions/queue';
import type { Role } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError, type ErrorResponse, toErrorResponse } from '@/lib/server/errors';
import { HOUR_MS } from '@/lib/time';
import type { QueueFilter, QueueRequest } from '@/lib/warehouse/sql/queue';
import { amount, text } from '@/lib/warehouse/sql/shared/columns';
import { allTables, tableNames } from '@/lib/warehouse/tables';
import type { Query, Warehouse } from '@/lib/warehouse/types';
import { type Backend, type TemporaryWarehouse, temporaryWarehouse } from './test-warehouse';

/** A Monday morning: the time at which the tests of the verbs take place. */
export const monday = new Date('2026-03-02T09:00:00.000Z');

/** A manager at work on a warehouse of their own, with a clock that stands still. */
export interface TestContext {
  readonly warehouse: Warehouse;
  /** Mia, the manager. */
  readonly ctx: Context;
  /** Somebody else at the same warehouse. */
  as(name: string, role: Role): Context;
  /** Moves the clock on. */
  advanceHours(hours: number): void;
  readonly now: () => Date;
  /** Empties the tables and sets the clock back, so that a file's tests can share one warehouse. */
  clear(): Promise<void>;
  /** Answers the rows of a statement with their columns in lower case. */
  queryRows(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens a desk on an empty warehouse, of the engine that the tests run on unless told otherwise. */
export async function openTestContext(on?: Backend): Promise<TestContext> {
  return testContextOn(await temporaryWarehouse(monday, on));
}

/** Makes a desk on a warehouse that is there already. */
export function testContextOn({ warehouse, dispose }: TemporaryWarehouse): TestContext {
  let moment = monday;
  const now = () => moment;
  const as = (name: string, role: Role): Context => ({
    warehouse,
    now,
    person: { name, role, email: `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.com` },
  });
  return {
    warehouse,
    now,
    as,
    ctx: as('Mia Manager', 'manager'),
    advanceHours(hours) {
      moment = new Date(moment.getTime() + hours * HOUR_MS);
    },
    async clear() {
      moment = monday;
      await clearWarehouse(warehouse);
    },
    async queryRows(sql) {
      const { columns, rows } = await warehouse.script(sql);
      const keys = columns.map((column) => column.toLowerCase());
      return rows.map((row) => Object.fromEntries(keys.map((key, at) => [key, row[at]])));
    },
    close: dispose,
  };
}

/** The moment so many hours before the tests take place, or after for a negative number. */
export function hoursAgo(hours: number): string {
  return new Date(monday.getTime() - hours * HOUR_MS).toISOString();
}

/** What nobody narrows. */
export const noFilter: QueueFilter = {
  text: '',
  runId: null,
  methods: [],
  csms: [],
  segments: [],
  levels: [],
  colors: [],
  flags: [],
  verdicts: [],
  minScore: null,
  maxScore: null,
};

/** Answers the queue, whole and in the order of its ids unless asked otherwise. */
export function readQueue(
  ctx: Context,
  asked: {
    filter?: Partial<QueueFilter>;
    sort?: QueueRequest['sort'];
    page?: number;
    pageSize?: number;
  } = {},
): Promise<QueuePage> {
  const { filter, sort = [], page = 1, pageSize = 100 } = asked;
  return listQueue(ctx, { filter: { ...noFilter, ...filter }, sort, page, pageSize });
}

/** What a decision on a recommendation always has. */
export function decisionRequest(recommendationId: string): {
  recommendationId: string;
  requestId: string;
} {
  return { recommendationId, requestId: uuid() };
}

/** Answers what a person is told when `work` is refused; fails when it is not. */
export async function expectAppError(work: Promise<unknown>): Promise<ErrorResponse> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) {
    throw new Error(`was not refused, but answered ${JSON.stringify(outcome.value)}`);
  }
  if (!(outcome.error instanceof AppError)) throw outcome.error;
  return toErrorResponse(outcome.error);
}

const clearedTables = [
  tableNames.recommendations,
  tableNames.assignments,
  tableNames.decisions,
  tableNames.explanations,
  tableNames.runs,
  tableNames.reviews,
  tableNames.reviewCalls,
  tableNames.activeCsms,
  tableNames.csmDetails,
  tableNames.accountScores,
  tableNames.onboardingSource,
  tableNames.members,
];

/** Rows that setup did not leave, and what takes them back. */
const clearings = [
  ...clearedTables.map((table) => ({ rows: table, clearing: `DELETE FROM ${table}` })),
  {
    rows: `${tableNames.policies} WHERE version > 1`,
    clearing: `DELETE FROM ${tableNames.policies} WHERE version > 1`,
  },
  {
    rows: `${tableNames.locks} WHERE holder IS NOT NULL`,
    clearing: `UPDATE ${tableNames.locks} SET holder = NULL, expires_at = NULL`,
  },
];

const leftoverRow = z.object({ clearing: text, rows_counted: amount });

/** What is there to clear? One statement, because most tests leave most tables empty. */
const countLeftovers: Query<z.infer<typeof leftoverRow>> = {
  name: 'test.leftovers',
  tables: allTables,
  sql: clearings
    .map(
      ({ rows, clearing }) =>
        `SELECT '${clearing}' AS clearing, COUNT(*) AS rows_counted FROM ${rows}`,
    )
    .join('\nUNION ALL\n'),
  binds: [],
  row: leftoverRow,
};

/** Takes a warehouse back to how setup left it. */
async function clearWarehouse(warehouse: Warehouse): Promise<void> {
  const found = (await warehouse.read(countLeftovers)).filter(
    ({ rows_counted }) => rows_counted > 0,
  );
  if (found.length === 0) return;
  await warehouse.transaction('test.clear', async (session) => {
    for (const { clearing } of found) {
      await session.write({ name: 'test.clear', tables: allTables, sql: clearing, binds: [] });
    }
  });
}
