import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { AppError } from '@/lib/server/errors';
import { splitStatements } from '@/lib/warehouse/snowflake/script';
import type { Warehouse } from '@/lib/warehouse/types';
import { operator } from './run-command';

const reads = /^(?:SELECT|WITH|FROM|VALUES|TABLE|SHOW|DESC|DESCRIBE|EXPLAIN|LIST|LS|SUMMARIZE)$/;

/** Words of statements that change data, wherever they occur: the engines split scripts differently. */
const changes =
  /\b(?:INSERT|UPDATE|DELETE|MERGE|CREATE|ALTER|DROP|UNDROP|TRUNCATE|COPY|PUT|GET|REMOVE|CALL|EXECUTE|GRANT|REVOKE|ATTACH|DETACH|IMPORT|EXPORT|INSTALL|LOAD|PRAGMA|SET|UNSET)\b/i;

/** Whether SQL may change data. A read that contains such a word counts as well. */
export function mayChangeData(sql: string): boolean {
  return changes.test(sql) || splitStatements(sql).some(({ verb }) => !reads.test(verb));
}

/** The text of a statement is shortened to this many UTF-16 code units. */
const MAX_LENGTH = 2_000;

const secretValue = /((?:password|secret|token|key)\w*\s*(?:=|=>)\s*)'(?:[^']|'')*'/gi;

/**
 * Records SQL that may change data in the audit trail. It comes before the SQL runs, so that no change
 * goes unrecorded, whatever the SQL does to the audit trail itself.
 * @returns why it was not recorded, if the warehouse has no audit trail, or a damaged one
 */
export async function recordSql(warehouse: Warehouse, sql: string): Promise<string | null> {
  if (!mayChangeData(sql)) return null;
  const text = sql.trim().replace(secretValue, "$1'[secret]'");
  const statement = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  try {
    await recordAudit(
      { warehouse, person: operator(), now: () => new Date() },
      { action: 'sql.written', details: { statement } },
    );
    return null;
  } catch (error) {
    // This command repairs warehouses, so it works without an audit trail.
    if (!(error instanceof AppError) || error.code !== 'warehouse_missing') throw error;
    return 'The warehouse has no audit trail, or a damaged one, so this is not recorded.';
  }
}
