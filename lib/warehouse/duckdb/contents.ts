import type { DuckDBConnection } from '@duckdb/node-api';
import { readAuditHead } from '@/lib/warehouse/sql/audit';
import { readSchemaVersion } from '@/lib/warehouse/sql/schema';
import { tableNames } from '@/lib/warehouse/tables';
import type { WarehouseContents } from '@/lib/warehouse/types';
import { read } from './transaction';

/** Every table, also those that a person created. */
const listTables = `SELECT database_name || '.' || schema_name || '.' || table_name AS name,
  '"' || database_name || '"."' || schema_name || '"."' || replace(table_name, '"', '""') || '"' AS quoted
FROM duckdb_tables()
WHERE database_name IN ('DSV_WAREHOUSE', 'DSV_SHARE') AND NOT internal
ORDER BY name`;

/**
 * Reads what an attached warehouse has.
 * @param options.everyValue also read every value, so that the engine checks the checksum of each block
 */
export async function readContents(
  connection: DuckDBConnection,
  { everyValue = false }: { readonly everyValue?: boolean } = {},
): Promise<WarehouseContents> {
  const tables = await textRows(connection, listTables);
  const rows: Record<string, number> = {};
  for (const [name = '', quoted = ''] of tables) {
    const values = everyValue ? ', bit_xor(hash(t))' : '';
    const [row] = await textRows(connection, `SELECT COUNT(*)${values} FROM ${quoted} AS t`);
    rows[name] = Number(row?.[0]);
  }
  const has = (table: string) => Object.hasOwn(rows, table);
  const run = <Row>(query: Parameters<typeof read<Row>>[1]) =>
    read(connection, query, {}, () => {});
  const [version] = has(tableNames.schemaVersions) ? await run(readSchemaVersion()) : [];
  const [head] = has(tableNames.auditHead) ? await run(readAuditHead()) : [];
  return {
    rows,
    schemaVersion: version?.version ?? null,
    auditHead: head ? { entry: head.entry_number, hash: head.entry_hash } : null,
  };
}

async function textRows(connection: DuckDBConnection, sql: string): Promise<string[][]> {
  return (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(String));
}
