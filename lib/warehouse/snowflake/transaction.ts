import { AppError } from '@/lib/errors';
import { OpenSession } from '../open-session';
import type { Session, StatementOptions, TransactionOptions } from '../types';
import { WriteConflict } from '../write-conflict';
import { commit, rollBack } from './commit';
import { pause } from './pause';
import type { Pool } from './pool';
import { readOn } from './read';
import type { SnowflakeSession } from './session';
import { CommitInDoubt, SessionLost } from './session-lost';

/** What bounds a transaction beside the limits of its statements. */
export const bounds = {
  /** How often work is tried before its failure is reported. */
  attempts: 5,
  /** After how long work is not tried again, each wait for a lock being one of many seconds. */
  againMs: 45_000,
  /** How long each of the two tries to commit may take. */
  commitMs: 20_000,
};

/** Failures after which nothing of the transaction is kept, so that it may begin anew. */
const isRepeatable = (error: unknown) =>
  error instanceof WriteConflict || error instanceof SessionLost;

/** Runs `work` in a transaction on a session of the pool, again from the start where that is safe. */
export async function transaction<T>(
  pool: Pool,
  name: string,
  work: (session: Session) => Promise<T>,
  options: TransactionOptions,
  { attempts, againMs, commitMs } = bounds,
): Promise<T> {
  const from = performance.now();
  let doubt: CommitInDoubt | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      return await pool.use(name, options, (session) =>
        tryOnce(session, name, work, options, commitMs),
      );
    } catch (error) {
      if (error instanceof CommitInDoubt) doubt = error;
      const again = isRepeatable(error) || (error === doubt && options.repeatable === true);
      const enough = attempt === attempts || performance.now() - from > againMs;
      // That nothing was changed is not known any more once a commit was in doubt.
      if (!again || enough) throw doubt && isOfTheWay(error) ? doubt : error;
      await pause(attempt, doubt ? undefined : options.signal);
    }
  }
}

/** Whether Snowflake could not be asked, rather than what was asked was refused. */
function isOfTheWay(error: unknown): boolean {
  return error instanceof AppError && /^(?:warehouse_|timeout|cancelled)/.test(error.code);
}

async function tryOnce<T>(
  session: SnowflakeSession,
  name: string,
  work: (session: Session) => Promise<T>,
  options: StatementOptions,
  commitMs: number,
): Promise<T> {
  // The session does not commit by itself: the first write begins the transaction.
  let begun = false;
  const open = new OpenSession(
    {
      read: (query) => readOn(session, query, options),
      async write(command) {
        begun = true;
        return (await session.run(command, options)).rowsAffected ?? 0;
      },
    },
    isRepeatable,
  );
  let result: T;
  try {
    result = await work(open);
    await open.end();
    if (open.repeats) throw open.repeats;
  } catch (error) {
    await open.end();
    if (begun) await rollBack(session, name, options);
    throw open.repeats ?? error;
  }
  if (begun) await commit(session, name, options, commitMs);
  return result;
}
