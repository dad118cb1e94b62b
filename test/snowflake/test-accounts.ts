import { randomUUID } from 'node:crypto';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { SnowflakeOptions } from '@/lib/warehouse/snowflake/options';
import type { Command, Warehouse } from '@/lib/warehouse/types';
import type { SnowflakeServer } from './server';

/** An account of the server's that nobody else has, and so with empty databases. */
export function uniqueAccount(): string {
  return `T${randomUUID().replaceAll('-', '').slice(0, 12)}`.toUpperCase();
}

/** What opens a warehouse at a server of the tests. */
export function testOptions(
  server: SnowflakeServer,
  given: Partial<SnowflakeOptions> = {},
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
    ...given,
  };
}

/** Opens a warehouse in an account of its own at a server of the tests. */
export function openTestWarehouse(
  server: SnowflakeServer,
  given: Partial<SnowflakeOptions> = {},
): Promise<Warehouse> {
  return openSnowflake(testOptions(server, given));
}

/** A command for SQL as it stands. */
export function rawCommand(sql: string, binds: Command['binds'] = [], name = 'test'): Command {
  return { name, tables: [], sql, binds };
}
