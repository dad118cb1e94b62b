import { v4 as uuid } from 'uuid';
import type { Role } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { listQueue, type QueuePage } from '@/lib/decisions/list-queue';
import { AppError, type ErrorAnswer, toErrorAnswer } from '@/lib/errors';
import type { QueueFilter, QueueRequest } from '@/lib/warehouse/sql/queue';
import type { Warehouse } from '@/lib/warehouse/types';
import { clearWarehouse } from './clear-warehouse';
import { type Engine, type TemporaryWarehouse, temporaryWarehouse } from './engine';

const hour = 3_600_000;

/** A Monday morning: the time at which the tests of the verbs take place. */
export const monday = new Date('2026-03-02T09:00:00.000Z');

/** A manager at work on a warehouse of their own, with a clock that stands still. */
export interface Desk {
  readonly warehouse: Warehouse;
  /** Mia, the manager. */
  readonly ctx: Context;
  /** Somebody else at the same warehouse. */
  as(name: string, role: Role): Context;
  /** Moves the clock on. */
  pass(hours: number): void;
  readonly now: () => Date;
  /** Empties the tables and sets the clock back, so that a file's tests can share one warehouse. */
  clear(): Promise<void>;
  /** Answers the rows of a statement with their columns in lower case. */
  ask(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens a desk on an empty warehouse, of the engine that the tests run on unless told otherwise. */
export async function openDesk(on?: Engine): Promise<Desk> {
  return deskOn(await temporaryWarehouse(monday, on));
}

/** Makes a desk on a warehouse that is there already. */
export function deskOn({ warehouse, dispose }: TemporaryWarehouse): Desk {
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
    pass(hours) {
      moment = new Date(moment.getTime() + hours * hour);
    },
    async clear() {
      moment = monday;
      await clearWarehouse(warehouse);
    },
    async ask(sql) {
      const { columns, rows } = await warehouse.script(sql);
      const keys = columns.map((column) => column.toLowerCase());
      return rows.map((row) => Object.fromEntries(keys.map((key, at) => [key, row[at]])));
    },
    close: dispose,
  };
}

/** The moment so many hours before the tests take place, or after for a negative number. */
export function hoursAgo(hours: number): string {
  return new Date(monday.getTime() - hours * hour).toISOString();
}

/** What nobody narrows. */
export const everything: QueueFilter = {
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
export function queueOf(
  ctx: Context,
  asked: {
    filter?: Partial<QueueFilter>;
    sort?: QueueRequest['sort'];
    page?: number;
    pageSize?: number;
  } = {},
): Promise<QueuePage> {
  const { filter, sort = [], page = 1, pageSize = 100 } = asked;
  return listQueue(ctx, { filter: { ...everything, ...filter }, sort, page, pageSize });
}

/** What a decision on a recommendation always has. */
export function on(recommendationId: string): { recommendationId: string; requestId: string } {
  return { recommendationId, requestId: uuid() };
}

/** Answers what a person is told when `work` is refused; fails when it is not. */
export async function refusalOf(work: Promise<unknown>): Promise<ErrorAnswer> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) {
    throw new Error(`was not refused, but answered ${JSON.stringify(outcome.value)}`);
  }
  if (!(outcome.error instanceof AppError)) throw outcome.error;
  return toErrorAnswer(outcome.error);
}
