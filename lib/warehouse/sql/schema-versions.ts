import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Command, Query } from '../types';
import { amount, at } from './fields';
import { command, query } from './statement';
import { t } from './tables';

const versionRow = z.object({ version: amount.nullable() });
export type SchemaVersionRow = z.infer<typeof versionRow>;

/** Which version of the schema does the warehouse have? One row; NULL when none was recorded. */
export function readSchemaVersion(): Query<SchemaVersionRow> {
  return query(
    'schema-version.read',
    sql`SELECT MAX(version) AS version FROM ${t.schemaVersions}`,
    versionRow,
  );
}

/** Records that a version of the schema was applied. */
export function recordSchemaVersion(version: number, now: Date): Command {
  return command(
    'schema-version.record',
    sql`INSERT INTO ${t.schemaVersions} (version, applied_at) VALUES (${version}, ${at(now)})`,
  );
}
