import sql from 'sql-template-tag';
import { z } from 'zod';
import { t } from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { text } from './shared/columns';
import { command, query, valuesTable } from './shared/statement';

/** What a person set. `value` is JSON text; the services parse it. */
export interface NewPreference {
  readonly email: string;
  readonly name: string;
  readonly value: string;
  readonly at: Date;
}

const preferenceRow = z
  .object({ name: text, preference: text })
  .transform((row) => ({ name: row.name, value: row.preference }));

/** A person's preferences, by name. */
export function preferencesOf(email: string): Query<z.infer<typeof preferenceRow>> {
  return query({
    name: 'preferences.of-person',
    tables: ['preferences'],
    row: preferenceRow,
    sql: sql`SELECT name, preference
FROM ${t.preferences}
WHERE email = ${email}
ORDER BY name`,
  });
}

/** Inserts a preference, or replaces the person's earlier one with this name. */
export function upsertPreference(preference: NewPreference): Command {
  const row = valuesTable(
    [preference],
    [
      { name: 'email', type: 'VARCHAR', value: ({ email }) => email },
      { name: 'name', type: 'VARCHAR', value: ({ name }) => name },
      { name: 'preference', type: 'VARCHAR', value: ({ value }) => value },
      { name: 'updated_at', type: 'TIMESTAMP_NTZ', value: ({ at }) => at.toISOString() },
    ],
  );
  return command({
    name: 'preferences.upsert',
    tables: ['preferences'],
    sql: sql`MERGE INTO ${t.preferences} AS p
USING ${row} AS s
ON p.email = s.email AND p.name = s.name
WHEN MATCHED THEN UPDATE SET preference = s.preference, updated_at = s.updated_at
WHEN NOT MATCHED THEN INSERT (email, name, preference, updated_at)
VALUES (s.email, s.name, s.preference, s.updated_at)`,
  });
}
