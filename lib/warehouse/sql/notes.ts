import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { id, instant, text } from './shared/columns';
import { command, query, valuesTable } from './shared/statement';

/** A note that a person wrote about an account, or about one of its recommendations. Append-only. */
export interface NewNote {
  readonly id: string;
  readonly accountId: string;
  /** Null for a note about the account. */
  readonly recommendationId: string | null;
  readonly note: string;
  readonly by: { readonly email: string; readonly name: string };
  readonly at: Date;
}

/** Inserts a note. Affects no row if its id exists. */
export function insertNote(note: NewNote): Command {
  const row = valuesTable(
    [note],
    [
      { name: 'note_id', type: 'VARCHAR', value: ({ id }) => id },
      { name: 'account_id', type: 'VARCHAR', value: ({ accountId }) => accountId },
      { name: 'recommendation_id', type: 'BIGINT', value: (each) => each.recommendationId },
      { name: 'note', type: 'VARCHAR', value: (each) => each.note },
      { name: 'created_by', type: 'VARCHAR', value: ({ by }) => by.email },
      { name: 'created_by_name', type: 'VARCHAR', value: ({ by }) => by.name },
      { name: 'created_at', type: 'TIMESTAMP_NTZ', value: ({ at }) => at.toISOString() },
    ],
  );
  return command({
    name: 'notes.insert',
    tables: ['notes'],
    // A MERGE, because concurrent ones wait for each other on Snowflake, which has no unique keys.
    sql: sql`MERGE INTO ${t.notes} AS n
USING ${row} AS s
ON n.note_id = s.note_id
WHEN NOT MATCHED THEN INSERT (
  note_id, account_id, recommendation_id, note, created_by, created_by_name, created_at
)
VALUES (
  s.note_id, s.account_id, s.recommendation_id, s.note, s.created_by, s.created_by_name,
  s.created_at
)`,
  });
}

const noteRow = z
  .object({
    note_id: text,
    account_id: text,
    recommendation_id: id.nullable(),
    note: text,
    created_by: text,
    created_by_name: text,
    created_at: instant,
  })
  .transform(
    (row): NewNote => ({
      id: row.note_id,
      accountId: row.account_id,
      recommendationId: row.recommendation_id,
      note: row.note,
      by: { email: row.created_by, name: row.created_by_name },
      at: row.created_at,
    }),
  );

/** The note with this id. At most one row. */
export function noteById(noteId: string): Query<NewNote> {
  return query({
    name: 'notes.by-id',
    tables: ['notes'],
    row: noteRow,
    sql: sql`SELECT note_id, account_id, recommendation_id, note, created_by, created_by_name, created_at
FROM ${t.notes}
WHERE note_id = ${noteId}`,
  });
}

/** The account's id if it is in the accounts view, or ever had a recommendation. At most one row. */
export function knownAccount(accountId: string): Query<{ readonly account_id: string }> {
  return query({
    name: 'accounts.known',
    tables: ['accounts', 'recommendations'],
    row: z.object({ account_id: text }),
    sql: sql`SELECT DISTINCT k.account_id
FROM (
  SELECT account_id FROM ${t.accounts} WHERE account_id = ${accountId}
  UNION ALL
  SELECT account_id FROM ${t.recommendations} WHERE account_id = ${accountId}
) AS k`,
  });
}
