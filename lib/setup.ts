import 'server-only';
import { resolve } from 'node:path';
import { type Env, env } from './env';
import { AppError } from './errors';
import { defaultPolicy } from './policy/policy';
import { NotAllowed } from './warehouse/not-allowed';
import { openWarehouse } from './warehouse/open';
import { checkSession, missingGrants } from './warehouse/schema/check-privileges';
import { contractFaults } from './warehouse/schema/contract';
import { type Grantee, grantOfSetUp, leastGrants } from './warehouse/schema/grants';
import { type SetUpReport, setUp } from './warehouse/schema/set-up';
import { placeOf } from './warehouse/snowflake/places';
import { placesIn } from './warehouse/snowflake-settings';
import type { Warehouse } from './warehouse/types';

/** What setting up found, made and misses. */
export interface SetUpOutcome extends SetUpReport {
  /** The file, or the schema and the account. */
  readonly where: string;
  /** What is wrong with a contract view that was redefined, a sentence each. */
  readonly faults: readonly string[];
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
      return { ...report, where, faults: await contractFaults(warehouse), grants: null };
    }
    const settings = env();
    const grantee = await granteeOf(warehouse, settings);
    const dataTeam = sampleTables ? 'create' : 'expect';
    const { spelled } = grantee;
    const report = await setUp(warehouse, { now, policyJson, dataTeam, spelled }).catch(
      (error: unknown) => {
        throw error instanceof NotAllowed ? mayNotCreate(error, grantee) : error;
      },
    );
    const { SNOWFLAKE_DATABASE: database, SNOWFLAKE_SCHEMA: schema } = settings;
    return {
      ...report,
      where: `${database}.${schema} of ${settings.SNOWFLAKE_ACCOUNT}`,
      faults: await contractFaults(warehouse),
      grants: {
        role: grantee.role,
        least: leastGrants(grantee),
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
export function grantsBySettings(): string {
  const settings = env();
  if (settings.WAREHOUSE !== 'snowflake') {
    throw new AppError(
      'invalid_input',
      'Grants are a matter of Snowflake. Set WAREHOUSE=snowflake.',
    );
  }
  const { SNOWFLAKE_ROLE: role, SNOWFLAKE_WAREHOUSE: warehouse = '' } = settings;
  const grants = leastGrants({
    role: role ?? 'CSM_ROUTING',
    warehouse,
    spelled: spelledBy(settings),
  });
  return role ? grants : `-- SNOWFLAKE_ROLE is not set; CSM_ROUTING stands for it\n${grants}`;
}

function spelledBy(settings: Env): (name: string) => string {
  const places = placesIn(settings);
  return (name) => placeOf(name, places);
}

function granteeOf(warehouse: Warehouse, settings: Env): Promise<Grantee> {
  return checkSession(warehouse, {
    role: settings.SNOWFLAKE_ROLE,
    warehouse: settings.SNOWFLAKE_WAREHOUSE ?? '',
    database: settings.SNOWFLAKE_DATABASE,
    schema: settings.SNOWFLAKE_SCHEMA,
    spelled: spelledBy(settings),
  });
}

function mayNotCreate(cause: NotAllowed, grantee: Grantee): AppError {
  return new AppError(
    'warehouse_unavailable',
    `The role ${grantee.role} may not create tables and views here. Have it granted, or run this once by a role that may; what was made so far stays, and setup goes on from there:\n  ${grantOfSetUp(grantee)}`,
    { cause },
  );
}
