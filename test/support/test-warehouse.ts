import { randomBytes } from 'node:crypto';
import { defaultPolicy } from '@/lib/policy/policy';
import { parseEnv } from '@/lib/server/env';
import { setUp } from '@/lib/warehouse/schema/setup';
import { createNameMapping } from '@/lib/warehouse/snowflake/name-mapping';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { SnowflakeOptions } from '@/lib/warehouse/snowflake/options';
import { snowflakeOptionsFromEnv } from '@/lib/warehouse/snowflake/settings';
import type { Warehouse } from '@/lib/warehouse/types';
import { startSnowflakeServer } from '@/test/snowflake/server';
import { temporaryDuckDb as temporaryFiles } from './temporary-duckdb';

/**
 * What the tests run on: the embedded files, our own server of Snowflake's protocol, a third
 * party's engine of Snowflake's dialect, and an account of Snowflake's.
 */
export const backends = ['duckdb', 'protocol', 'fakesnow', 'snowflake'] as const;
export type Backend = (typeof backends)[number];

/** The engine that TEST_WAREHOUSE names, the embedded one otherwise. */
export const backend: Backend = parseBackend(process.env.TEST_WAREHOUSE || 'duckdb');

function parseBackend(name: string): Backend {
  const found = backends.find((each) => each === name);
  if (found) return found;
  throw new Error(`TEST_WAREHOUSE must be one of ${backends.join(', ')}, not ${name}.`);
}

/** Why an engine cannot be had here; undefined where it can. */
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
  /** Closes the warehouse and removes what was made for it. */
  dispose(): Promise<void>;
}

/** Makes a warehouse for tests; `now` is when its first policy was made. */
export async function temporaryWarehouse(
  now: Date = new Date('2026-01-01T00:00:00Z'),
  on: Backend = backend,
): Promise<TemporaryWarehouse> {
  const why = unavailableReason(on);
  if (why) throw new Error(`There is no ${on} here: ${why}.`);
  switch (on) {
    case 'duckdb':
      return temporaryFiles(now);
    case 'protocol':
      return openStandIn(now);
    case 'fakesnow':
      return openFakesnow(process.env.FAKESNOW_URL ?? '', now);
    case 'snowflake':
      return openSnowflakeAccount(now);
  }
}

/** A warehouse for one test file, set up and empty. */
interface TemporarySnowflake {
  readonly warehouse: Warehouse;
  dispose(): Promise<void>;
}

const defaultOptions = { database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE', poolSize: 8 } as const;

const uniqueName = (prefix: string) => `${prefix}_${randomBytes(6).toString('hex')}`.toUpperCase();

/** On our own server of Snowflake's protocol, started for it alone. */
async function openStandIn(now: Date): Promise<TemporarySnowflake> {
  const server = await startSnowflakeServer();
  const { user, password } = server.credentials;
  const auth = { kind: 'password', password } as const;
  const options = { ...defaultOptions, account: uniqueName('test'), user, auth, url: server.url };
  return openAndSetUp(options, now, () => server.close());
}

/** In an account of its own of the fakesnow that is there. */
async function openFakesnow(url: string, now: Date): Promise<TemporarySnowflake> {
  const auth = { kind: 'password', password: 'any' } as const;
  return openAndSetUp(
    { ...defaultOptions, account: uniqueName('test'), user: 'TEST', auth, url },
    now,
  );
}

/** In a schema of its own of a Snowflake account, with everything that the guide names in there. */
async function openSnowflakeAccount(now: Date): Promise<TemporarySnowflake> {
  const account = testAccountOptions();
  const schema = uniqueName('csm_routing_test');
  const inFull = `${account.database}.${schema}`;
  const beside = await openSnowflake({ ...account, schema: 'PUBLIC', poolSize: 1 });
  const dropped = async () => {
    await beside.script(`DROP SCHEMA IF EXISTS ${inFull} CASCADE`);
    await beside.close();
  };
  await beside.script(`CREATE SCHEMA ${inFull}`);
  const named = { onboarding: `${inFull}.VW_ONBOARDING_DETAIL` };
  const places = createNameMapping({ database: account.database, schema, named });
  return openAndSetUp(
    { ...account, schema, nameMapping: places, poolSize: defaultOptions.poolSize },
    now,
    dropped,
  );
}

/** The account that SNOWFLAKE_TEST_ACCOUNT, SNOWFLAKE_TEST_USER and so on name. */
function testAccountOptions(): SnowflakeOptions {
  const named = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('SNOWFLAKE_TEST_') ? [[name.replace('_TEST', ''), value]] : [],
  );
  return snowflakeOptionsFromEnv(
    parseEnv({ ...Object.fromEntries(named), WAREHOUSE: 'snowflake' }),
  );
}

async function openAndSetUp(
  options: SnowflakeOptions,
  now: Date,
  afterwards: () => Promise<void> = async () => {},
): Promise<TemporarySnowflake> {
  let warehouse: Warehouse | undefined;
  const dispose = async () => {
    await warehouse?.close();
    await afterwards();
  };
  try {
    warehouse = await openSnowflake(options);
    const policyJson = JSON.stringify(defaultPolicy);
    await setUp(warehouse, { now, policyJson, dataTeam: 'create' });
    return { warehouse, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
