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

/** What setting up found, made and misses. */
export interface SetUpOutcome extends SetUpReport {
  /** The file, or the schema and the account. */
  readonly location: string;
  /** What is wrong with a contract view that was redefined, a sentence each. */
  readonly viewProblems: readonly string[];
  /** Where roles are granted what they may do: the least grants as SQL, and those missing. */
  readonly grants: {
    readonly role: string;
    readonly least: string;
    readonly missing: readonly string[];
  } | null;
}

/**
 * Creates the warehouse that the settings name, or adds what it lacks; running it again changes
 * nothing. In Snowflake the data team's tables must be there unless samples are asked for.
 * @throws AppError with a `warehouse_*` code, `invalid_input` for samples beside the data team's.
 */
export async function setUpWarehouse(
  now: Date,
  { sampleTables = false }: { readonly sampleTables?: boolean } = {},
): Promise<SetUpOutcome> {
  const warehouse = await openWarehouse({ create: true });
  const policyJson = JSON.stringify(defaultPolicy);
  try {
    if (warehouse.kind === 'duckdb') {
      const report = await setUp(warehouse, { now, policyJson });
      const where = resolve(env().DUCKDB_PATH);
      return {
        ...report,
        location: where,
        viewProblems: await contractViewProblems(warehouse),
        grants: null,
      };
    }
    const settings = env();
    const grantee = await checkGrantee(warehouse, settings);
    const dataTeam = sampleTables ? 'create' : 'expect';
    const { resolveName: spelled } = grantee;
    const report = await setUp(warehouse, { now, policyJson, dataTeam, spelled }).catch(
      (error: unknown) => {
        throw error instanceof PermissionDeniedError ? cannotCreateError(error, grantee) : error;
      },
    );
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
 * The least grants as SQL, by the settings alone.
 * @throws AppError `invalid_input` where the settings name no Snowflake.
 */
export function grantsFromEnv(): string {
  const settings = env();
  if (settings.WAREHOUSE !== 'snowflake') {
    throw new AppError(
      'invalid_input',
      'Grants are a matter of Snowflake. Set WAREHOUSE=snowflake.',
    );
  }
  const { SNOWFLAKE_ROLE: role, SNOWFLAKE_WAREHOUSE: warehouse = '' } = settings;
  const grants = minimumGrants({
    role: role ?? 'CSM_ROUTING',
    warehouse,
    resolveName: nameResolver(settings),
  });
  return role ? grants : `-- SNOWFLAKE_ROLE is not set; CSM_ROUTING stands for it\n${grants}`;
}

function nameResolver(settings: Env): (name: string) => string {
  const places = nameMappingFromEnv(settings);
  return (name) => mapName(name, places);
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
    `The role ${grantee.role} may not create tables and views here. Have it granted, or run this once by a role that may; what was made so far stays, and setup goes on from there:\n  ${grantCreate(grantee)}`,
    { cause },
  );
}
