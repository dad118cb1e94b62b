/** A type of DuckDB's as Snowflake's information schema calls it. */
const dataType = `CASE
  WHEN data_type = 'VARCHAR' THEN 'TEXT'
  WHEN data_type IN ('DOUBLE', 'FLOAT') THEN 'FLOAT'
  WHEN data_type LIKE 'DECIMAL%' OR data_type LIKE '%INT' OR data_type LIKE '%INTEGER' THEN 'NUMBER'
  WHEN data_type LIKE 'TIMESTAMP%ZONE' THEN 'TIMESTAMP_LTZ'
  WHEN data_type LIKE 'TIMESTAMP%' THEN 'TIMESTAMP_NTZ'
  WHEN data_type = 'JSON' THEN 'VARIANT'
  WHEN data_type = 'BLOB' THEN 'BINARY'
  ELSE data_type END`;

const of = (kind: 'table' | 'view', tableType: string) => `SELECT
  database_name AS table_catalog, schema_name AS table_schema, UPPER(${kind}_name) AS table_name,
  '${tableType}' AS table_type, sql AS definition
FROM duckdb_${kind}s() WHERE NOT internal`;

/** Views that show what an account has as Snowflake's information schema does, for all databases. */
export const informationSchema: readonly string[] = [
  `CREATE VIEW memory.main.SNOWFLAKE_TABLES AS
${of('table', 'BASE TABLE')} UNION ALL ${of('view', 'VIEW')}`,
  `CREATE VIEW memory.main.SNOWFLAKE_VIEWS AS
SELECT * EXCLUDE (table_type, definition), definition AS view_definition
FROM memory.main.SNOWFLAKE_TABLES WHERE table_type = 'VIEW'`,
  `CREATE VIEW memory.main.SNOWFLAKE_COLUMNS AS
SELECT database_name AS table_catalog, schema_name AS table_schema,
  UPPER(table_name) AS table_name, UPPER(column_name) AS column_name,
  column_index AS ordinal_position, ${dataType} AS data_type,
  CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable,
  numeric_precision, numeric_scale
FROM duckdb_columns() WHERE NOT internal`,
  `CREATE VIEW memory.main.SNOWFLAKE_SCHEMATA AS
SELECT database_name AS catalog_name, schema_name FROM duckdb_schemas() WHERE NOT internal`,
];

const pattern =
  /(?:\b(\w+)\s*\.\s*)?\bINFORMATION_SCHEMA\s*\.\s*(TABLES|VIEWS|COLUMNS|SCHEMATA)\b/gi;

/** Reads the information schema of the database that is named, or of the session's. */
export function scopeInformationSchema(code: string, current: string | undefined): string {
  return code.replace(pattern, (_, named: string | undefined, what: string) => {
    const catalog = what.toUpperCase() === 'SCHEMATA' ? 'catalog_name' : 'table_catalog';
    const database = (named ?? current ?? '').toUpperCase();
    return `(SELECT * FROM memory.main.SNOWFLAKE_${what} WHERE ${catalog} = '${database}')`;
  });
}
