import { randomUUID } from 'node:crypto';
import { AppError } from '@/lib/errors';
import type { StatementOptions } from '../types';
import type { SnowflakeSession } from './session';
import { CommitInDoubt, SessionLost } from './session-lost';

const rollBackMs = 5_000;

/**
 * Commits what the session has open.
 * @throws CommitInDoubt when nobody knows whether it did, WriteConflict or another AppError when it
 * did not.
 */
export async function commit(
  session: SnowflakeSession,
  name: string,
  { tag }: StatementOptions,
  timeoutMs: number,
): Promise<void> {
  const statement = { name: `${name}: commit`, sql: 'COMMIT', requestId: randomUUID() };
  // Once asked to commit Snowflake is left to finish: a cancelled commit would be in doubt.
  const once = () =>
    session.run(statement, { tag, timeoutMs, cancellable: false, kind: 'control' });
  try {
    await once();
  } catch (error) {
    if (!session.broken) {
      await rollBack(session, name, { tag });
      throw error;
    }
    // The answer was lost. Snowflake answers the same request id with what became of it.
    await once().catch((again: unknown) => {
      if (!isUnknown(again)) throw again;
      throw new CommitInDoubt(new AggregateError([error, again], statement.name));
    });
  }
}

/** Whether a failure says nothing about what Snowflake did. */
function isUnknown(error: unknown): boolean {
  return error instanceof SessionLost || (error instanceof AppError && error.code === 'timeout');
}

/** Undoes what is open; a session that cannot even do that is not used again. */
export async function rollBack(
  session: SnowflakeSession,
  name: string,
  { tag }: StatementOptions,
): Promise<void> {
  if (session.broken) return;
  const statement = { name: `${name}: rollback`, sql: 'ROLLBACK' };
  await session
    .run(statement, { tag, timeoutMs: rollBackMs, kind: 'control' })
    .catch(() => session.end());
}
