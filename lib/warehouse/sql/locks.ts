import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { optionalInstant, optionalText, text } from './shared/columns';
import { command, oneRow, query } from './shared/statement';
import { warehouseNow, warehouseTimeIn } from './shared/warehouse-clock';

const lockRow = z.object({
  name: text,
  holder: optionalText,
  expires_at: optionalInstant,
});
export type LockRow = z.infer<typeof lockRow>;

/** All locks. Setup inserts their rows, because a lock is acquired with UPDATE. */
export const lockNames = [
  'run',
  'policy',
  'csm-details',
  'members',
  'schedule',
  'notifications',
] as const;
export type LockName = (typeof lockNames)[number];

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
  /** The id of the run that acquires it. */
  readonly holder: string;
  /** How long it is valid by the warehouse's clock, in milliseconds. */
  readonly ttlMs: number;
}

/**
 * Acquires the lock if it is free or already held by `holder`; affects one row then. The lock is
 * free if the run that holds it has ended, so nobody needs to release it. A concurrent start may not
 * see that run yet, so `insertRun` checks again.
 */
export function acquireLock({ name, holder, ttlMs }: LockRequest): Command {
  return command({
    name: 'lock.acquire',
    tables: ['runs', 'locks'],
    sql: sql`UPDATE ${t.locks}
SET holder = ${holder}, expires_at = ${warehouseTimeIn(ttlMs)}
WHERE name = ${name} AND (
  holder IS NULL
  OR holder = ${holder}
  OR holder NOT IN (SELECT run_id FROM ${t.runs} WHERE status = 'running')
)`,
  });
}

/** Acquires a lock that has expired; affects one row then. */
export function acquireExpiredLock({ name, holder, ttlMs }: LockRequest): Command {
  return command({
    name: 'lock.acquire-expired',
    tables: ['locks'],
    sql: sql`UPDATE ${t.locks} SET holder = ${holder}, expires_at = ${warehouseTimeIn(ttlMs)}
WHERE name = ${name} AND expires_at < ${warehouseNow}`,
  });
}

/**
 * Makes other transactions with this statement wait until this one ends. Snowflake locks the row;
 * DuckDB has one writer anyway.
 */
export function claimInTransaction(name: LockName, holder: string): Command {
  return command({
    name: 'lock.claim',
    tables: ['locks'],
    sql: sql`UPDATE ${t.locks} SET holder = ${holder} WHERE name = ${name}`,
  });
}

/** Extends the lock. Affects no row if another run has acquired it. */
export function renewLock({ name, holder, ttlMs }: LockRequest): Command {
  return command({
    name: 'lock.renew',
    tables: ['locks'],
    sql: sql`UPDATE ${t.locks} SET expires_at = ${warehouseTimeIn(ttlMs)} WHERE name = ${name} AND holder = ${holder}`,
  });
}

/** Inserts the row of a lock if it is missing. */
export function ensureLock(name: LockName): Command {
  return command({
    name: 'lock.ensure',
    tables: ['locks'],
    sql: sql`INSERT INTO ${t.locks} (name, holder, expires_at)
SELECT CAST(${name} AS VARCHAR), CAST(NULL AS VARCHAR), CAST(NULL AS TIMESTAMP_NTZ)
FROM ${oneRow}
WHERE NOT EXISTS (SELECT 1 FROM ${t.locks} WHERE name = ${name})`,
  });
}
