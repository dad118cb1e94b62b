import { randomUUID } from 'node:crypto';
import type { NameMapping } from '@/lib/warehouse/snowflake/name-mapping';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';
import type { SnowflakeOptions } from '@/lib/warehouse/snowflake/options';
import type { Command, Warehouse } from '@/lib/warehouse/types';
import { type SnowflakeServer, startSnowflakeServer } from './server';

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

/** The database and schema that the guide names. */
export const defaultLocation = { database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE' };

/** A Snowflake with as many empty accounts as are wanted. */
export interface EmptyAccounts {
  readonly server: SnowflakeServer;
  /** A new account with nothing in it, or another warehouse on one that was made. */
  open(
    account?: string,
    options?: { readonly home?: typeof defaultLocation; readonly places?: NameMapping },
  ): Promise<{ readonly account: string; readonly warehouse: Warehouse }>;
  close(): Promise<void>;
}

/** Starts one; closing it closes every warehouse that was opened on it. */
export async function startEmptyAccounts(): Promise<EmptyAccounts> {
  const server = await startSnowflakeServer();
  const opened: Warehouse[] = [];
  return {
    server,
    async open(account = `setup-${randomUUID()}`, { home = defaultLocation, places } = {}) {
      const { user, password } = server.credentials;
      const warehouse = await openSnowflake({
        account,
        user,
        auth: { kind: 'password', password },
        role: 'CSM_ROUTING',
        warehouse: 'SMALL',
        url: server.url,
        poolSize: 2,
        ...home,
        nameMapping: places,
      });
      opened.push(warehouse);
      return { account, warehouse };
    },
    async close() {
      for (const warehouse of opened) await warehouse.close();
      await server.close();
    },
  };
}
