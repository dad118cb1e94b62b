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
 * The session's role, virtual warehouse, database, and schema, in one row. NULL means missing or not
 * allowed. Runs without a virtual warehouse.
 */
function currentSession(): Query<z.infer<typeof sessionRow>> {
  return {
    name: 'set-up.session',
    tables: [],
    sql: `SELECT CURRENT_ROLE() AS role_name, CURRENT_WAREHOUSE() AS warehouse_name,
  CURRENT_DATABASE() AS database_name, CURRENT_SCHEMA() AS schema_name`,
    binds: [],
    row: sessionRow,
  };
}

/** What a session should use, from the settings. */
export interface RequestedSession extends Omit<Grantee, 'role'> {
  /** Undefined for the user's default role. */
  readonly role: string | undefined;
  readonly database: string;
  readonly schema: string;
}

/**
 * Checks that the session can use its virtual warehouse, database, and schema.
 * @returns the grantee, with the session's actual role
 * @throws AppError `warehouse_unavailable` with the missing grants
 */
export async function checkSession(
  warehouse: Warehouse,
  requested: RequestedSession,
): Promise<Grantee> {
  const [session] = await warehouse.read(currentSession());
  if (!session) throw new AppError('unexpected', 'Snowflake did not return the current session.');
  const { database, schema } = requested;
  const role = requested.role ?? quoteIdentifier(session.role_name ?? 'PUBLIC');
  const grantee = { role, warehouse: requested.warehouse, resolveName: requested.resolveName };
  const missing = [
    !session.warehouse_name && grantWarehouseUsage(grantee),
    !session.database_name && `GRANT USAGE ON DATABASE ${database} TO ROLE ${role};`,
    !session.schema_name && `GRANT USAGE ON SCHEMA ${database}.${schema} TO ROLE ${role};`,
  ].filter((grant) => grant !== false);
  if (missing.length === 0) return grantee;
  throw new AppError(
    'warehouse_unavailable',
    `Nothing was created. Either these objects do not exist, or the role ${role} needs these grants:\n${missing.map((grant) => `  ${grant}`).join('\n')}`,
  );
}

/**
 * Tests each required privilege with statements that change nothing, on all columns that the program
 * uses, because a column may have a policy of its own. Returns the missing grants, one per table and
 * view. Without SELECT, INSERT counts as missing, too: its test reads the table.
 * @throws AppError for any failure except a missing privilege
 */
export async function missingGrants(
  warehouse: Warehouse,
  grantee: Grantee,
  among: readonly RequiredPrivileges[] = requiredPrivileges,
): Promise<readonly string[]> {
  const grants: string[] = [];
  for (const required of among) {
    const missing: Privilege[] = [];
    for (const privilege of required.privileges) {
      if (!(await hasPrivilege(warehouse, required, privilege))) missing.push(privilege);
    }
    if (missing.length > 0) grants.push(grantStatement(required, grantee, missing));
  }
  return grants;
}

async function hasPrivilege(
  warehouse: Warehouse,
  required: RequiredPrivileges,
  privilege: Privilege,
): Promise<boolean> {
  try {
    if (privilege === 'SELECT') await warehouse.read(selectProbe(required));
    else await rollBackAfter(warehouse, changeProbe(required, privilege));
    return true;
  } catch (error) {
    // Snowflake reports objects that a role cannot see as missing.
    const isHidden = error instanceof AppError && error.code === 'warehouse_missing';
    if (error instanceof PermissionDeniedError || isHidden) return false;
    throw error;
  }
}

function selectProbe({ name }: RequiredPrivileges): Query<unknown> {
  const sql = `SELECT * FROM ${tableNames[name]} WHERE FALSE`;
  return { name: 'set-up.probe-select', tables: [name], sql, binds: [], row: z.unknown() };
}

function changeProbe(
  { name, updatedColumns = [] }: RequiredPrivileges,
  privilege: Exclude<Privilege, 'SELECT'>,
): Command {
  const table = tableNames[name];
  const statements = {
    INSERT: `INSERT INTO ${table} SELECT * FROM ${table} WHERE FALSE`,
    UPDATE: `UPDATE ${table} SET ${updatedColumns.map((column) => `${column} = ${column}`).join(', ')} WHERE FALSE`,
    DELETE: `DELETE FROM ${table} WHERE FALSE`,
  };
  return {
    name: `set-up.probe-${privilege.toLowerCase()}`,
    tables: [name],
    sql: statements[privilege],
    binds: [],
  };
}

/** Thrown to roll back a transaction that only tests a privilege. */
class RollbackProbe extends Error {}

async function rollBackAfter(warehouse: Warehouse, command: Command): Promise<void> {
  await warehouse
    .transaction(command.name, async (session) => {
      await session.write(command);
      throw new RollbackProbe();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RollbackProbe)) throw error;
    });
}
