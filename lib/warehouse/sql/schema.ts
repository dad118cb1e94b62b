import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import {
  asStored,
  type CsmSource,
  csmSourceNames,
  type TableName,
  t,
} from '@/lib/warehouse/tables';
import type { Command, Query } from '@/lib/warehouse/types';
import { amount, rawRow, text, timestampBind } from './shared/columns';
import { command, oneRow, query } from './shared/statement';

/** Sessions start in the program's schema, whatever its name. */
const isInOurSchema: Sql = sql`table_catalog = CURRENT_DATABASE() AND table_schema = CURRENT_SCHEMA()`;

const columnRow = z.object({ view_name: text, column_name: text, data_type: text });

/** The columns of the contract views and their types. */
export function contractViewColumns(): Query<z.infer<typeof columnRow>> {
  return query({
    name: 'contract.columns',
    tables: [],
    row: columnRow,
    sql: sql`SELECT
  UPPER(table_name) AS view_name, LOWER(column_name) AS column_name, UPPER(data_type) AS data_type
FROM INFORMATION_SCHEMA.COLUMNS
WHERE ${isInOurSchema}
  AND UPPER(table_name) IN ('CSM_ROUTING_ACCOUNTS_V', 'CSM_ROUTING_CSMS_V')`,
  });
}

const definitionRow = z.object({ view_name: text, definition: text });

/** The definitions of the contract views, unless this role may not see them. */
export function contractViewDefinitions(): Query<z.infer<typeof definitionRow>> {
  return query({
    name: 'contract.definitions',
    tables: [],
    row: definitionRow,
    sql: sql`SELECT UPPER(table_name) AS view_name, view_definition AS definition
FROM INFORMATION_SCHEMA.VIEWS
WHERE ${isInOurSchema} AND view_definition IS NOT NULL
  AND UPPER(table_name) IN ('CSM_ROUTING_ACCOUNTS_V', 'CSM_ROUTING_CSMS_V')`,
  });
}

const viewRow = z.object({ view_name: text });

/** The contract views that were redefined to read none of the tables that an import fills. */
export function viewsWithOtherSources(): Query<z.infer<typeof viewRow>> {
  return query({
    name: 'contract.other-sources',
    tables: [],
    row: viewRow,
    sql: sql`SELECT UPPER(table_name) AS view_name
FROM INFORMATION_SCHEMA.VIEWS
WHERE ${isInOurSchema}
  AND (
    UPPER(table_name) = 'CSM_ROUTING_ACCOUNTS_V'
      AND NOT CONTAINS(UPPER(view_definition), 'VW_ONBOARDING_DETAIL')
    OR UPPER(table_name) = 'CSM_ROUTING_CSMS_V'
      AND NOT CONTAINS(UPPER(view_definition), 'RESI_CORP_ACTIVE_CSMS')
  )
ORDER BY view_name`,
  });
}

const sourceRow = rawRow.transform((row) => Object.keys(row));

/**
 * The column names of a table or view of the data team, in one row, without reading data. Fails if
 * the table does not exist or may not be read.
 */
export function sourceColumns(source: TableName | CsmSource): Query<readonly string[]> {
  const [tables, rows]: [TableName[], Sql] = isCsmSource(source)
    ? [[], raw(csmSourceNames[source])]
    : [[source], asStored(source)];
  return query({
    name: 'contract.source-columns',
    tables,
    row: sourceRow,
    sql: sql`SELECT s.*
FROM ${oneRow}
LEFT JOIN (SELECT * FROM ${rows} WHERE FALSE) AS s ON TRUE`,
  });
}

const isCsmSource = (source: TableName | CsmSource): source is CsmSource =>
  source in csmSourceNames;

/** Whether setup created the data team's tables as samples. One row. */
export function findSampleTables(): Query<{ found: number }> {
  return query({
    name: 'contract.sample-tables',
    tables: [],
    row: z.object({ found: amount }),
    sql: sql`SELECT COUNT(*) AS found
FROM INFORMATION_SCHEMA.TABLES
WHERE ${isInOurSchema} AND UPPER(table_name) = 'CSM_ROUTING_ONBOARDING'`,
  });
}

const versionRow = z.object({ version: amount.nullable() });
export type SchemaVersionRow = z.infer<typeof versionRow>;

/** The schema version of the warehouse. One row; NULL if none is recorded. */
export function readSchemaVersion(): Query<SchemaVersionRow> {
  return query({
    name: 'schema-version.read',
    tables: ['schemaVersions'],
    row: versionRow,
    sql: sql`SELECT MAX(version) AS version FROM ${t.schemaVersions}`,
  });
}

/** Records that a version of the schema was applied. */
export function recordSchemaVersion(version: number, now: Date): Command {
  return command({
    name: 'schema-version.record',
    tables: ['schemaVersions'],
    sql: sql`INSERT INTO ${t.schemaVersions} (version, applied_at) VALUES (${version}, ${timestampBind(now)})`,
  });
}
