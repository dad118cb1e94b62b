import { randomUUID } from 'node:crypto';
import type { SnowflakeServer } from '@/lib/testing/snowflake/start-snowflake';
import type { Command, Warehouse } from '../types';
import { openSnowflake } from './open-snowflake';
import type { SnowflakeOptions } from './options';

/** An account of the server's that nobody else has, and so with empty databases. */
export function newAccount(): string {
  return `T${randomUUID().replaceAll('-', '').slice(0, 12)}`.toUpperCase();
}

/** What opens a warehouse at a server of the tests. */
export function optionsAt(
  server: SnowflakeServer,
  given: Partial<SnowflakeOptions> = {},
): SnowflakeOptions {
  const { user, password } = server.credentials;
  return {
    account: newAccount(),
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
export function openAt(
  server: SnowflakeServer,
  given: Partial<SnowflakeOptions> = {},
): Promise<Warehouse> {
  return openSnowflake(optionsAt(server, given));
}

/** A command for SQL as it stands. */
export function plain(sql: string, binds: Command['binds'] = [], name = 'test'): Command {
  return { name, sql, binds };
}
