import { parseRows } from '../parse-rows';
import type { Query, StatementOptions } from '../types';
import { pause } from './pause';
import type { Pool } from './pool';
import { plainRows } from './rows';
import type { SnowflakeSession } from './session';
import { SessionLost } from './session-lost';

/** How many sessions a read is tried on. */
const attempts = 3;

/** Reads on one session and answers the parsed rows. */
export async function readOn<Row>(
  session: SnowflakeSession,
  query: Query<Row>,
  options: StatementOptions,
): Promise<Row[]> {
  return parseRows(plainRows(await session.run(query, options)), query);
}

/** Reads outside a transaction, on another session after one was lost: reading twice is safe. */
export async function read<Row>(
  pool: Pool,
  query: Query<Row>,
  options: StatementOptions,
): Promise<Row[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.use(query.name, options, (session) => readOn(session, query, options));
    } catch (error) {
      if (!(error instanceof SessionLost) || attempt === attempts) throw error;
      await pause(attempt, options.signal);
    }
  }
}
