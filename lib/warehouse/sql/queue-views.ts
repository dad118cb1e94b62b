import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { flag, text, timestampBind } from './shared/columns';
import { command, query, valuesTable } from './shared/statement';

/** A saved view of the queue. */
export interface StoredQueueView {
  readonly id: string;
  readonly name: string;
  /** The queue page's URL parameters, such as `?flag=any&sort=-score`. */
  readonly query: string;
  readonly owner: { readonly email: string; readonly name: string };
  /** Whether everyone can use it. */
  readonly shared: boolean;
}

const viewRow = z
  .object({
    view_id: text,
    name: text,
    query: text,
    owner: text,
    owner_name: text,
    shared: flag,
  })
  .transform(
    (row): StoredQueueView => ({
      id: row.view_id,
      name: row.name,
      query: row.query,
      owner: { email: row.owner, name: row.owner_name },
      shared: row.shared,
    }),
  );

/** The views that a person can use: their own and the shared ones, oldest first. */
export function queueViewsFor(email: string): Query<StoredQueueView> {
  return query({
    name: 'queue-views.list',
    tables: ['queueViews'],
    row: viewRow,
    sql: sql`SELECT view_id, name, query, owner, owner_name, shared
FROM ${t.queueViews}
WHERE owner = ${email} OR shared
ORDER BY created_at, view_id`,
  });
}

/** Inserts a view. Affects no row if its id exists. */
export function insertQueueView(view: StoredQueueView, at: Date): Command {
  const row = valuesTable(
    [view],
    [
      { name: 'view_id', type: 'VARCHAR', value: ({ id }) => id },
      { name: 'name', type: 'VARCHAR', value: ({ name }) => name },
      { name: 'query', type: 'VARCHAR', value: (each) => each.query },
      { name: 'owner', type: 'VARCHAR', value: ({ owner }) => owner.email },
      { name: 'owner_name', type: 'VARCHAR', value: ({ owner }) => owner.name },
      { name: 'shared', type: 'BOOLEAN', value: ({ shared }) => shared },
      { name: 'changed_at', type: 'TIMESTAMP_NTZ', value: () => at.toISOString() },
    ],
  );
  return command({
    name: 'queue-views.insert',
    tables: ['queueViews'],
    // A MERGE, because concurrent ones wait for each other on Snowflake, which has no unique keys.
    sql: sql`MERGE INTO ${t.queueViews} AS v
USING ${row} AS s
ON v.view_id = s.view_id
WHEN NOT MATCHED THEN INSERT (
  view_id, name, query, owner, owner_name, shared, created_at, updated_at
)
VALUES (
  s.view_id, s.name, s.query, s.owner, s.owner_name, s.shared, s.changed_at, s.changed_at
)`,
  });
}

/** Replaces a view's name, query, and whether it is shared. */
export function updateQueueView(
  { id, name, query: parameters, shared }: Omit<StoredQueueView, 'owner'>,
  at: Date,
): Command {
  return command({
    name: 'queue-views.update',
    tables: ['queueViews'],
    sql: sql`UPDATE ${t.queueViews}
SET name = ${name}, query = ${parameters}, shared = ${shared}, updated_at = ${timestampBind(at)}
WHERE view_id = ${id}`,
  });
}

/** Deletes a view. */
export function deleteQueueView(id: string): Command {
  return command({
    name: 'queue-views.delete',
    tables: ['queueViews'],
    sql: sql`DELETE FROM ${t.queueViews} WHERE view_id = ${id}`,
  });
}
