import { randomBytes } from 'node:crypto';
import { defaultPolicy } from '@/lib/policy/policy';
import { parseEnv } from '@/lib/server/env';
import { databaseFiles } from '@/lib/warehouse/database-files';
import { setUp } from '@/lib/warehouse/schema/setup';
import { createNameMapping } from '@/lib/warehouse/snowflake/name-mapping';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { SnowflakeOptions } from '@/lib/warehouse/snowflake/options';
import { snowflakeOptionsFromEnv } from '@/lib/warehouse/snowflake/settings';
import type { Warehouse } from '@/lib/warehouse/types';
import { startSnowflakeServer } from '@/test/snowflake/server';
import { openTestWarehouse } from '@/test/snowflake/test-accounts';
import { temporaryDuckDb } from './temporary-duckdb';

/**
 * The engines that tests can run on: the embedded one, the same through Snowflake's SDK and a server
 * that speaks its protocol, fakesnow (a third party's implementation of Snowflake's dialect), and a
 * Snowflake account.
 */
export const backends = ['duckdb', 'protocol-server', 'fakesnow', 'snowflake'] as const;
export type Backend = (typeof backends)[number];

/** The engine named by TEST_WAREHOUSE. Default: DuckDB. */
export const backend: Backend = parseBackend(process.env.TEST_WAREHOUSE || 'duckdb');

function parseBackend(name: string): Backend {
  const found = backends.find((each) => each === name);
  if (found) return found;
  throw new Error(`TEST_WAREHOUSE must be one of ${backends.join(', ')}, not ${name}.`);
}

/** Why an engine is not available here, or undefined if it is. */
export function unavailableReason(on: Backend): string | undefined {
  if (on === 'fakesnow' && !process.env.FAKESNOW_URL) return 'FAKESNOW_URL is not set';
  if (on === 'snowflake' && !process.env.SNOWFLAKE_TEST_ACCOUNT) {
    return 'SNOWFLAKE_TEST_ACCOUNT is not set';
  }
  return undefined;
}

/** A warehouse for one test file, set up and empty. */
export interface TemporaryWarehouse {
  readonly warehouse: Warehouse;
  /** Closes the warehouse and removes its files or schema. */
  dispose(): Promise<void>;
}

/** Creates a warehouse for tests. `now` is the time of its first policy. */
export async function temporaryWarehouse(
  now: Date = new Date('2026-01-01T00:00:00Z'),
  on: Backend = backend,
): Promise<TemporaryWarehouse> {
  const why = unavailableReason(on);
  if (why) throw new Error(`${on} is not available: ${why}.`);
  switch (on) {
    case 'duckdb':
      return temporaryDuckDb(now);
    case 'protocol-server':
      return openOnProtocolServer(now);
    case 'fakesnow':
      return openAndSetUp(fakesnowOptions(), now);
    case 'snowflake':
      return openSnowflakeAccount(now);
  }
}

/** Opens the files of an embedded warehouse through the protocol server. */
async function openOnProtocolServer(now: Date): Promise<TemporaryWarehouse> {
  const files = await temporaryDuckDb(now);
  await files.warehouse.close();
  const server = await startSnowflakeServer({ files: databaseFiles(files.path) });
  const warehouse = await openTestWarehouse(server);
  const dispose = async () => {
    await warehouse.close();
    await server.close();
    await files.dispose();
  };
  return { warehouse, dispose };
}

const defaultOptions = { database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE', poolSize: 8 } as const;

const uniqueName = (prefix: string) => `${prefix}_${randomBytes(6).toString('hex')}`.toUpperCase();

/** Options for a new fakesnow account. They can be used to open several warehouses. */
export const fakesnowOptions = (): SnowflakeOptions => ({
  ...defaultOptions,
  account: uniqueName('test'),
  user: 'TEST',
  auth: { kind: 'password', password: 'any' },
  url: process.env.FAKESNOW_URL ?? '',
});

/** Creates a schema in the Snowflake account with all tables, including the data team's. */
async function openSnowflakeAccount(now: Date): Promise<TemporaryWarehouse> {
  const account = testAccountOptions();
  const schema = uniqueName('csm_routing_test');
  const qualifiedSchema = `${account.database}.${schema}`;
  const admin = await openSnowflake({ ...account, schema: 'PUBLIC', poolSize: 1 });
  const dropSchema = async () => {
    await admin.script(`DROP SCHEMA IF EXISTS ${qualifiedSchema} CASCADE`);
    await admin.close();
  };
  await admin.script(`CREATE SCHEMA ${qualifiedSchema}`);
  const named = { onboarding: `${qualifiedSchema}.VW_ONBOARDING_DETAIL` };
  const nameMapping = createNameMapping({ database: account.database, schema, named });
  return openAndSetUp(
    { ...account, schema, nameMapping, poolSize: defaultOptions.poolSize },
    now,
    dropSchema,
  );
}

/** The account configured by SNOWFLAKE_TEST_ACCOUNT, SNOWFLAKE_TEST_USER, and so on. */
function testAccountOptions(): SnowflakeOptions {
  const named = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('SNOWFLAKE_TEST_') ? [[name.replace('_TEST', ''), value]] : [],
  );
  return snowflakeOptionsFromEnv(
    parseEnv({ ...Object.fromEntries(named), WAREHOUSE: 'snowflake' }),
  );
}

/** Opens and sets up a warehouse on Snowflake or fakesnow. `afterClose` runs once it is closed. */
export async function openAndSetUp(
  options: SnowflakeOptions,
  now: Date,
  afterClose: () => Promise<void> = async () => {},
): Promise<TemporaryWarehouse> {
  let warehouse: Warehouse | undefined;
  const dispose = async () => {
    await warehouse?.close();
    await afterClose();
  };
  try {
    warehouse = await openSnowflake(options);
    const policyJson = JSON.stringify(defaultPolicy);
    const { dataTimeZone } = options;
    await setUp(warehouse, { now, policyJson, dataTeam: 'create', dataTimeZone });
    return { warehouse, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
