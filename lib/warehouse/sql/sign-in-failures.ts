import sql, { join } from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { instant, text, timestampBind } from './shared/columns';
import { command, query } from './shared/statement';

const failureRow = z.object({ key_hash: text, failed_at: instant });
export type SignInFailureRow = z.infer<typeof failureRow>;

/** The newest failures of each key since a time, newest first, at most `limit` per key. */
export function recentSignInFailures(
  keys: readonly string[],
  since: Date,
  limit: number,
): Query<SignInFailureRow> {
  return query({
    name: 'sign-in-failures.recent',
    tables: ['signInFailures'],
    row: failureRow,
    sql: sql`SELECT key_hash, failed_at
FROM ${t.signInFailures}
WHERE key_hash IN (${join(keys)}) AND failed_at > ${timestampBind(since)}
QUALIFY ROW_NUMBER() OVER (PARTITION BY key_hash ORDER BY failed_at DESC) <= ${limit}
ORDER BY key_hash, failed_at DESC`,
  });
}

/** Adds a failure to each key. */
export function insertSignInFailure(keys: readonly string[], at: Date): Command {
  const rows = keys.map((key) => sql`(${key}, ${timestampBind(at)})`);
  return command({
    name: 'sign-in-failures.insert',
    tables: ['signInFailures'],
    sql: sql`INSERT INTO ${t.signInFailures} (key_hash, failed_at) VALUES ${join(rows)}`,
  });
}

/** Deletes failures that no longer count. */
export function deleteSignInFailures(before: Date): Command {
  return command({
    name: 'sign-in-failures.delete',
    tables: ['signInFailures'],
    sql: sql`DELETE FROM ${t.signInFailures} WHERE failed_at <= ${timestampBind(before)}`,
  });
}
