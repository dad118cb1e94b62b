import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { optionalInstant, optionalText, text, timestampBind } from './shared/columns';
import { command, query } from './shared/statement';

const lockRow = z.object({
  name: text,
  holder: optionalText,
  expires_at: optionalInstant,
});
export type LockRow = z.infer<typeof lockRow>;

/** The locks there are; setup makes their rows, because a lock is taken by UPDATE. */
export type LockName = 'run';

/** Who holds the lock, and until when? */
export function readLock(name: LockName): Query<LockRow> {
  return query({
    name: 'lock.read',
    tables: ['locks'],
    row: lockRow,
    sql: sql`SELECT name, holder, expires_at FROM ${t.locks} WHERE name = ${name}`,
  });
}

interface LockRequest {
  readonly name: LockName;
  /** The run that takes it. */
  readonly holder: string;
  readonly until: Date;
}

/**
 * Takes the lock where it is free or the holder's own; affects one row then. It is free without a
 * holder and when its holder's run is not under way any more, so that nobody need give it back.
 * Whether that run has just been committed may or may not be seen: `insertRun` looks again.
 */
export function acquireLock({ name, holder, until }: LockRequest): Command {
  return command({
    name: 'lock.take',
    tables: ['runs', 'locks'],
    sql: sql`UPDATE ${t.locks}
SET holder = ${holder}, expires_at = ${timestampBind(until)}
WHERE name = ${name} AND (
  holder IS NULL
  OR holder = ${holder}
  OR holder NOT IN (SELECT run_id FROM ${t.runs} WHERE status = 'running')
)`,
  });
}

/** Takes the lock from a holder who has not extended it in time; affects one row then. */
export function acquireExpiredLock(lock: LockRequest & { readonly now: Date }): Command {
  const { name, holder, now, until } = lock;
  return command({
    name: 'lock.take-expired',
    tables: ['locks'],
    sql: sql`UPDATE ${t.locks} SET holder = ${holder}, expires_at = ${timestampBind(until)}
WHERE name = ${name} AND expires_at < ${timestampBind(now)}`,
  });
}

/** Extends the lock where the holder still has it; affects no row once it was taken over. */
export function renewLock(lock: {
  readonly name: LockName;
  readonly holder: string;
  readonly until: Date;
}): Command {
  const { name, holder, until } = lock;
  return command({
    name: 'lock.extend',
    tables: ['locks'],
    sql: sql`UPDATE ${t.locks} SET expires_at = ${timestampBind(until)} WHERE name = ${name} AND holder = ${holder}`,
  });
}

/** Makes the row of a lock where it is missing. */
export function ensureLock(name: LockName): Command {
  return command({
    name: 'lock.ensure',
    tables: ['locks'],
    sql: sql`INSERT INTO ${t.locks} (name, holder, expires_at)
SELECT ${name}, NULL, NULL
WHERE NOT EXISTS (SELECT 1 FROM ${t.locks} WHERE name = ${name})`,
  });
}
