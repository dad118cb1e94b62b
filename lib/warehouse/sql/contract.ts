import sql, { raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { names } from '../names';
import type { Query } from '../types';
import { amount, text, wholeRow } from './fields';
import { query } from './statement';

/** Every session begins in the schema of what is ours, whatever an installation calls it. */
const ours: Sql = sql`table_catalog = CURRENT_DATABASE() AND table_schema = CURRENT_SCHEMA()`;

const columnRow = z.object({ view_name: text, column_name: text, data_type: text });

/** Which columns do the contract views have, and of which types? */
export function contractColumns(): Query<z.infer<typeof columnRow>> {
  return query(
    'contract.columns',
    sql`SELECT
  UPPER(table_name) AS view_name, LOWER(column_name) AS column_name, UPPER(data_type) AS data_type
FROM INFORMATION_SCHEMA.COLUMNS
WHERE ${ours}
  AND UPPER(table_name) IN ('CSM_ROUTING_ACCOUNTS_V', 'CSM_ROUTING_CSMS_V')`,
    columnRow,
  );
}

const viewRow = z.object({ view_name: text });

/** Which contract views were redefined so that they read nothing of what an import fills? */
export function viewsReadingElsewhere(): Query<z.infer<typeof viewRow>> {
  return query(
    'contract.reading-elsewhere',
    sql`SELECT UPPER(table_name) AS view_name
FROM INFORMATION_SCHEMA.VIEWS
WHERE ${ours}
  AND (
    UPPER(table_name) = 'CSM_ROUTING_ACCOUNTS_V'
      AND NOT CONTAINS(UPPER(view_definition), 'VW_ONBOARDING_DETAIL')
    OR UPPER(table_name) = 'CSM_ROUTING_CSMS_V'
      AND NOT CONTAINS(UPPER(view_definition), 'RESI_CORP_ACTIVE_CSMS')
  )
ORDER BY view_name`,
    viewRow,
  );
}

const sourceRow = wholeRow.transform((row) => Object.keys(row));

/**
 * Which columns has a table or view of the data team's? One row of their names, without reading
 * any data; fails as every statement does where it is not there or may not be read.
 */
export function sourceColumns(source: keyof typeof names): Query<readonly string[]> {
  return query(
    'contract.source-columns',
    sql`SELECT s.*
FROM (SELECT 1 AS one) AS x
LEFT JOIN (SELECT * FROM ${raw(names[source])} WHERE FALSE) AS s ON TRUE`,
    sourceRow,
  );
}

/** Were the data team's tables made by setup, as samples? One row. */
export function findSampleTables(): Query<{ found: number }> {
  return query(
    'contract.sample-tables',
    sql`SELECT COUNT(*) AS found
FROM INFORMATION_SCHEMA.TABLES
WHERE ${ours} AND UPPER(table_name) = 'CSM_ROUTING_ONBOARDING'`,
    z.object({ found: amount }),
  );
}
