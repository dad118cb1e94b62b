import { randomUUID } from 'node:crypto';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { SnowflakeOptions } from '@/lib/warehouse/snowflake/options';
import type { Command, Warehouse } from '@/lib/warehouse/types';
import type { SnowflakeServer } from './server';

/** Returns a new account name. Its databases are empty. */
export function uniqueAccount(): string {
  return `T${randomUUID().replaceAll('-', '').slice(0, 12)}`.toUpperCase();
}

/** Options to open a warehouse on a test server. */
export function testOptions(
  server: SnowflakeServer,
  overrides: Partial<SnowflakeOptions> = {},
): SnowflakeOptions {
  const { user, password } = server.credentials;
  return {
    account: uniqueAccount(),
    user,
    auth: { kind: 'password', password },
    role: 'CSM_ROUTING_ROLE',
    warehouse: 'CSM_ROUTING_WH',
    database: 'DSV_WAREHOUSE',
    schema: 'DATA_SCIENCE',
    url: server.url,
    poolSize: 4,
    ...overrides,
  };
}

/** Opens a warehouse on a test server. Default: in a new account. */
export function openTestWarehouse(
  server: SnowflakeServer,
  overrides: Partial<SnowflakeOptions> = {},
): Promise<Warehouse> {
  return openSnowflake(testOptions(server, overrides));
}

/** A command from raw SQL. */
export function rawCommand(sql: string, binds: Command['binds'] = [], name = 'test'): Command {
  return { name, tables: [], sql, binds };
}
