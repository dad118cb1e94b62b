import 'server-only';
import { resolve } from 'node:path';
import { defaultPolicy } from '@/lib/policy/policy';
import { type Env, env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { openWarehouse } from '@/lib/warehouse/client';
import { PermissionDeniedError } from '@/lib/warehouse/errors';
import { checkSession, missingGrants } from '@/lib/warehouse/schema/check-privileges';
import { contractViewProblems } from '@/lib/warehouse/schema/contract-views';
import { type Grantee, grantCreate, minimumGrants } from '@/lib/warehouse/schema/privileges';
import { type SetUpReport, setUp } from '@/lib/warehouse/schema/setup';
import { mapName } from '@/lib/warehouse/snowflake/name-mapping';
import { nameMappingFromEnv } from '@/lib/warehouse/snowflake/settings';
import type { Warehouse } from '@/lib/warehouse/types';

/** What setup found, created, and could not do. */
export interface SetUpOutcome extends SetUpReport {
  /** The file, or the schema and the account. */
  readonly location: string;
  /** Problems with contract views that were redefined, one sentence each. */
  readonly viewProblems: readonly string[];
  /** In Snowflake: the minimum grants as SQL, and the missing ones. */
  readonly grants: {
    readonly role: string;
    readonly least: string;
    readonly missing: readonly string[];
  } | null;
}

/**
 * Creates the configured warehouse, or adds what is missing. Idempotent. In Snowflake the data team's
 * tables must exist, unless samples are requested.
 * @throws AppError with a `warehouse_*` code; `invalid_input` if samples are requested but the data
 *   team's tables exist
 */
export async function setUpWarehouse(
  now: Date,
  {
    sampleTables = false,
    open = openWarehouse,
  }: { readonly sampleTables?: boolean; readonly open?: typeof openWarehouse } = {},
): Promise<SetUpOutcome> {
  const warehouse = await open({ create: true });
  const policyJson = JSON.stringify(defaultPolicy);
  try {
    if (warehouse.kind === 'duckdb') {
      const report = await setUp(warehouse, { now, policyJson });
      return {
        ...report,
        location: resolve(env().DUCKDB_PATH),
        viewProblems: await contractViewProblems(warehouse),
        grants: null,
      };
    }
    const settings = env();
    const grantee = await checkGrantee(warehouse, settings);
    const dataTeam = sampleTables ? 'create' : 'expect';
    const { resolveName } = grantee;
    const dataTimeZone = settings.SNOWFLAKE_DATA_TIMEZONE;
    const report = await setUp(warehouse, {
      ...{ now, policyJson, dataTeam, dataTimeZone, resolveName },
    }).catch((error: unknown) => {
      throw error instanceof PermissionDeniedError ? cannotCreateError(error, grantee) : error;
    });
    const { SNOWFLAKE_DATABASE: database, SNOWFLAKE_SCHEMA: schema } = settings;
    return {
      ...report,
      location: `${database}.${schema} of ${settings.SNOWFLAKE_ACCOUNT}`,
      viewProblems: await contractViewProblems(warehouse),
      grants: {
        role: grantee.role,
        least: minimumGrants(grantee),
        missing: await missingGrants(warehouse, grantee),
      },
    };
  } finally {
    await warehouse.close();
  }
}

/**
 * Returns the minimum grants as SQL, without connecting.
 * @throws AppError `invalid_input` unless the warehouse is Snowflake
 */
export function grantsFromEnv(): string {
  const settings = env();
  if (settings.WAREHOUSE !== 'snowflake') {
    throw new AppError('invalid_input', 'Grants apply only to Snowflake. Set WAREHOUSE=snowflake.');
  }
  const { SNOWFLAKE_ROLE: role, SNOWFLAKE_WAREHOUSE: warehouse = '' } = settings;
  const grants = minimumGrants({
    role: role ?? 'CSM_ROUTING',
    warehouse,
    resolveName: nameResolver(settings),
  });
  return role ? grants : `-- SNOWFLAKE_ROLE is not set, so CSM_ROUTING is used here\n${grants}`;
}

function nameResolver(settings: Env): (name: string) => string {
  const mapping = nameMappingFromEnv(settings);
  return (name) => mapName(name, mapping);
}

function checkGrantee(warehouse: Warehouse, settings: Env): Promise<Grantee> {
  return checkSession(warehouse, {
    role: settings.SNOWFLAKE_ROLE,
    warehouse: settings.SNOWFLAKE_WAREHOUSE ?? '',
    database: settings.SNOWFLAKE_DATABASE,
    schema: settings.SNOWFLAKE_SCHEMA,
    resolveName: nameResolver(settings),
  });
}

function cannotCreateError(cause: PermissionDeniedError, grantee: Grantee): AppError {
  return new AppError(
    'warehouse_unavailable',
    `The role ${grantee.role} is not allowed to create tables and views here. Grant it the privilege below, or run setup once with a role that has it. Whatever was created so far is kept, and setup continues from there:\n  ${grantCreate(grantee)}`,
    { cause },
  );
}
