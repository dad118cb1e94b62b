import { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import { quoteIdentifier } from '@/lib/warehouse/snowflake/name-mapping';
import { optionalText } from '@/lib/warehouse/sql/shared/columns';
import { tableNames } from '@/lib/warehouse/tables';
import type { Command, Query, Warehouse } from '@/lib/warehouse/types';
import {
  type Grantee,
  grantStatement,
  grantWarehouseUsage,
  type Privilege,
  type RequiredPrivileges,
  requiredPrivileges,
} from './privileges';

const sessionRow = z.object({
  role_name: optionalText,
  warehouse_name: optionalText,
  database_name: optionalText,
  schema_name: optionalText,
});

/**
 * The session's role, virtual warehouse, database, and schema. One row, with NULL for what it may
 * not use. Runs without a virtual warehouse.
 */
function sessionFacts(): Query<z.infer<typeof sessionRow>> {
  return {
    name: 'set-up.session',
    tables: [],
    sql: `SELECT CURRENT_ROLE() AS role_name, CURRENT_WAREHOUSE() AS warehouse_name,
  CURRENT_DATABASE() AS database_name, CURRENT_SCHEMA() AS schema_name`,
    binds: [],
    row: sessionRow,
  };
}

/**
 * Checks that the session has a virtual warehouse, a database, and a schema.
 * @param requested.role the configured role; null for the user's default
 * @returns the grantee of missing privileges
 * @throws AppError `warehouse_unavailable` with the missing grants
 */
export async function checkSession(
  warehouse: Warehouse,
  requested: Omit<Grantee, 'role'> & {
    readonly role: string | undefined;
    readonly database: string;
    readonly schema: string;
  },
): Promise<Grantee> {
  const [facts] = await warehouse.read(sessionFacts());
  if (!facts) throw new AppError('unexpected', 'Snowflake did not say who is signed in.');
  const { database, schema } = requested;
  const role = requested.role ?? quoteIdentifier(facts.role_name ?? 'PUBLIC');
  const grantee = { role, warehouse: requested.warehouse, resolveName: requested.resolveName };
  const missing = [
    !facts.warehouse_name && grantWarehouseUsage(grantee),
    !facts.database_name && `GRANT USAGE ON DATABASE ${database} TO ROLE ${role};`,
    !facts.schema_name && `GRANT USAGE ON SCHEMA ${database}.${schema} TO ROLE ${role};`,
  ].filter((grant) => grant !== false);
  if (missing.length === 0) return grantee;
  throw new AppError(
    'warehouse_unavailable',
    `Nothing was created. Either these objects do not exist, or the role ${role} needs these grants:\n${missing.map((grant) => `  ${grant}`).join('\n')}`,
  );
}

/**
 * Tests each required privilege with statements that change nothing. Returns the missing grants,
 * one per table and view.
 * @throws AppError for any failure except a missing privilege
 */
export async function missingGrants(
  warehouse: Warehouse,
  grantee: Grantee,
): Promise<readonly string[]> {
  const grants: string[] = [];
  for (const need of requiredPrivileges) {
    const missing: Privilege[] = [];
    for (const privilege of need.privileges) {
      if (!(await isAllowed(warehouse, need, privilege))) missing.push(privilege);
    }
    if (missing.length > 0) grants.push(grantStatement(need, grantee, missing));
  }
  return grants;
}

async function isAllowed(
  warehouse: Warehouse,
  need: RequiredPrivileges,
  privilege: Privilege,
): Promise<boolean> {
  try {
    if (privilege === 'SELECT') await warehouse.read(selectNothing(need));
    else await probe(warehouse, changeNothing(need, privilege));
    return true;
  } catch (error) {
    // Snowflake reports objects that a role may not see as missing.
    const unseen = error instanceof AppError && error.code === 'warehouse_missing';
    if (error instanceof PermissionDeniedError || unseen) return false;
    throw error;
  }
}

function selectNothing({ name }: RequiredPrivileges): Query<unknown> {
  const sql = `SELECT 1 AS one FROM ${tableNames[name]} WHERE FALSE`;
  return { name: 'set-up.may-select', tables: [name], sql, binds: [], row: z.unknown() };
}

function changeNothing(
  { name, nullableColumn: column }: RequiredPrivileges,
  privilege: Exclude<Privilege, 'SELECT'>,
): Command {
  const table = tableNames[name];
  const statements = {
    INSERT: `INSERT INTO ${table} (${column}) SELECT NULL WHERE FALSE`,
    UPDATE: `UPDATE ${table} SET ${column} = NULL WHERE FALSE`,
    DELETE: `DELETE FROM ${table} WHERE FALSE`,
  };
  return {
    name: `set-up.may-${privilege.toLowerCase()}`,
    tables: [name],
    sql: statements[privilege],
    binds: [],
  };
}

/** Rolls back a transaction that only tests a privilege. */
class RollbackProbe extends Error {}

async function probe(warehouse: Warehouse, command: Command): Promise<void> {
  await warehouse
    .transaction(command.name, async (session) => {
      await session.write(command);
      throw new RollbackProbe();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RollbackProbe)) throw error;
    });
}
