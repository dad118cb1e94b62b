import { randomBytes } from 'node:crypto';
import { parseEnv } from '@/lib/env';
import { defaultPolicy } from '@/lib/policy/policy';
import { setUp } from '@/lib/warehouse/schema/set-up';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { SnowflakeOptions } from '@/lib/warehouse/snowflake/options';
import { placesOf } from '@/lib/warehouse/snowflake/places';
import { snowflakeSettings } from '@/lib/warehouse/snowflake-settings';
import type { Warehouse } from '@/lib/warehouse/types';
import { startSnowflake } from './snowflake/start-snowflake';

/** A warehouse for one test file, set up and empty. */
interface Made {
  readonly warehouse: Warehouse;
  dispose(): Promise<void>;
}

const usual = { database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE', poolSize: 8 } as const;

const unique = (prefix: string) => `${prefix}_${randomBytes(6).toString('hex')}`.toUpperCase();

/** On our own server of Snowflake's protocol, started for it alone. */
export async function onProtocol(now: Date): Promise<Made> {
  const server = await startSnowflake();
  const { user, password } = server.credentials;
  const auth = { kind: 'password', password } as const;
  const options = { ...usual, account: unique('test'), user, auth, url: server.url };
  return made(options, now, () => server.close());
}

/** In an account of its own of the fakesnow that is there. */
export async function onFakesnow(url: string, now: Date): Promise<Made> {
  const auth = { kind: 'password', password: 'any' } as const;
  return made({ ...usual, account: unique('test'), user: 'TEST', auth, url }, now);
}

/** In a schema of its own of a Snowflake account, with everything that the guide names in there. */
export async function onAccount(now: Date): Promise<Made> {
  const account = testAccount();
  const schema = unique('csm_routing_test');
  const inFull = `${account.database}.${schema}`;
  const beside = await openSnowflake({ ...account, schema: 'PUBLIC', poolSize: 1 });
  const dropped = async () => {
    await beside.script(`DROP SCHEMA IF EXISTS ${inFull} CASCADE`);
    await beside.close();
  };
  await beside.script(`CREATE SCHEMA ${inFull}`);
  const named = { onboarding: `${inFull}.VW_ONBOARDING_DETAIL` };
  const places = placesOf({ database: account.database, schema, named });
  return made({ ...account, schema, places, poolSize: usual.poolSize }, now, dropped);
}

/** The account that SNOWFLAKE_TEST_ACCOUNT, SNOWFLAKE_TEST_USER and so on name. */
function testAccount(): SnowflakeOptions {
  const named = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('SNOWFLAKE_TEST_') ? [[name.replace('_TEST', ''), value]] : [],
  );
  return snowflakeSettings(parseEnv({ ...Object.fromEntries(named), WAREHOUSE: 'snowflake' }));
}

async function made(
  options: SnowflakeOptions,
  now: Date,
  afterwards: () => Promise<void> = async () => {},
): Promise<Made> {
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
