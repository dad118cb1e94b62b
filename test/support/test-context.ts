import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { listQueue, type QueuePage } from '@/lib/decisions/queue';
import type { QueueFilter } from '@/lib/read-model/queue-filter';
import type { QueueSort } from '@/lib/read-model/queue-sort';
import { readModelOf } from '@/lib/read-model/read-model';
import type { Role } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { AppError, type ErrorResponse, toErrorResponse } from '@/lib/server/errors';
import { HOUR_MS } from '@/lib/time';
import { amount, text } from '@/lib/warehouse/sql/shared/columns';
import { allTables, tableNames } from '@/lib/warehouse/tables';
import type { Query, Warehouse } from '@/lib/warehouse/types';
import { type Backend, type TemporaryWarehouse, temporaryWarehouse } from './test-warehouse';

/** A Monday morning, the initial time of the test clock. */
export const monday = new Date('2026-03-02T09:00:00.000Z');

/** A context for service tests: a temporary warehouse, a manager, and a manual clock. */
export interface TestContext {
  readonly warehouse: Warehouse;
  /** The context of Mia, a manager. */
  readonly ctx: Context;
  /** The context of another person on the same warehouse. */
  as(name: string, role: Role): Context;
  /** Advances the clock. */
  advanceHours(hours: number): void;
  readonly now: () => Date;
  /** Empties the tables and resets the clock, so the tests of a file can share a warehouse. */
  clear(): Promise<void>;
  /** Returns the rows of a statement with column names in lower case. */
  queryRows(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens a test context on an empty warehouse. Default: the engine in TEST_WAREHOUSE. */
export async function openTestContext(on?: Backend): Promise<TestContext> {
  return testContextOn(await temporaryWarehouse(monday, on));
}

/** Creates a test context on an existing warehouse. */
export function testContextOn({ warehouse, dispose }: TemporaryWarehouse): TestContext {
  let moment = monday;
  const now = () => moment;
  const as = (name: string, role: Role): Context => ({
    warehouse,
    readModel: readModelOf(warehouse),
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
      return rows.map((row) => Object.fromEntries(keys.map((key, index) => [key, row[index]])));
    },
    close: dispose,
  };
}

/** The time this many hours before `monday`; after it if negative. */
export function hoursAgo(hours: number): string {
  return new Date(monday.getTime() - hours * HOUR_MS).toISOString();
}

/** A filter that matches everything. */
export const noFilter: QueueFilter = {
  text: '',
  runId: null,
  methods: [],
  csms: [],
  segments: [],
  levels: [],
  colors: [],
  flags: [],
  readiness: [],
  overdue: false,
  snoozed: false,
  verdicts: [],
  minScore: null,
  maxScore: null,
};

/** Reads the queue. Default: unfiltered, and the page's rows in the order of ids. */
export async function readQueue(
  ctx: Context,
  options: {
    filter?: Partial<QueueFilter>;
    sort?: QueueSort;
    page?: number;
    pageSize?: number;
  } = {},
): Promise<QueuePage> {
  const { filter, sort, page = 1, pageSize = 100 } = options;
  const request = { filter: { ...noFilter, ...filter }, sort: sort ?? [], page, pageSize };
  const found = await listQueue(ctx, request);
  return sort
    ? found
    : { ...found, rows: found.rows.toSorted((a, b) => Number(a.id) - Number(b.id)) };
}

/** The required fields of a decision request. */
export function decisionRequest(recommendationId: string): {
  recommendationId: string;
  requestId: string;
} {
  return { recommendationId, requestId: uuid() };
}

/** Returns the error response of an AppError that `work` throws. Fails if it does not throw one. */
export async function expectAppError(work: Promise<unknown>): Promise<ErrorResponse> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) {
    throw new Error(`Expected an AppError, but got ${JSON.stringify(outcome.value)}`);
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
  tableNames.csmChanges,
  tableNames.accountScores,
  tableNames.onboardingSource,
  tableNames.members,
  tableNames.sessions,
  tableNames.invitations,
  tableNames.apiTokens,
  tableNames.notes,
  tableNames.snoozes,
  tableNames.markedAccounts,
  tableNames.queueViews,
  tableNames.preferences,
  tableNames.schedule,
  tableNames.notifications,
];

/** Rows that setup did not create, and the statements that remove them. */
const cleanups = [
  ...clearedTables.map((table) => ({ rows: table, cleanup: `DELETE FROM ${table}` })),
  {
    rows: `${tableNames.policies} WHERE version > 1`,
    cleanup: `DELETE FROM ${tableNames.policies} WHERE version > 1`,
  },
  {
    rows: `${tableNames.locks} WHERE holder IS NOT NULL`,
    cleanup: `UPDATE ${tableNames.locks} SET holder = NULL, expires_at = NULL`,
  },
];

const leftoverRow = z.object({ cleanup: text, rows_counted: amount });

/** Counts the rows to remove, in one statement because most tables are usually empty. */
const countLeftovers: Query<z.infer<typeof leftoverRow>> = {
  name: 'test.leftovers',
  tables: allTables,
  sql: cleanups
    .map(
      ({ rows, cleanup }) =>
        `SELECT '${cleanup}' AS cleanup, COUNT(*) AS rows_counted FROM ${rows}`,
    )
    .join('\nUNION ALL\n'),
  binds: [],
  row: leftoverRow,
};

/** Resets a warehouse to its state after setup. */
async function clearWarehouse(warehouse: Warehouse): Promise<void> {
  const found = (await warehouse.read(countLeftovers)).filter(
    ({ rows_counted }) => rows_counted > 0,
  );
  if (found.length === 0) return;
  await warehouse.transaction('test.clear', async (session) => {
    for (const { cleanup } of found) {
      await session.write({ name: 'test.clear', tables: allTables, sql: cleanup, binds: [] });
    }
  });
}
