import { randomUUID } from 'node:crypto';
import { type SnowflakeServer, startSnowflake } from '@/lib/testing/snowflake/start-snowflake';
import { openSnowflake } from '../snowflake/open-snowflake';
import type { Places } from '../snowflake/places';
import type { Warehouse } from '../types';

/** The database and schema that the guide names. */
export const usual = { database: 'DSV_WAREHOUSE', schema: 'DATA_SCIENCE' };

/** A Snowflake with as many empty accounts as are wanted. */
export interface TrialAccounts {
  readonly server: SnowflakeServer;
  /** A new account with nothing in it, or another warehouse on one that was made. */
  open(
    account?: string,
    options?: { readonly home?: typeof usual; readonly places?: Places },
  ): Promise<{ readonly account: string; readonly warehouse: Warehouse }>;
  close(): Promise<void>;
}

/** Starts one; closing it closes every warehouse that was opened on it. */
export async function startTrialAccounts(): Promise<TrialAccounts> {
  const server = await startSnowflake();
  const opened: Warehouse[] = [];
  return {
    server,
    async open(account = `setup-${randomUUID()}`, { home = usual, places } = {}) {
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
        places,
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
