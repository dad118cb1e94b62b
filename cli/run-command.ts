import { userInfo } from 'node:os';
import type { Person } from '@/lib/server/auth/person';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import type { Warehouse } from '@/lib/warehouse/types';

/** The command was called in a way it does not know; the message says how to call it. */
export class UsageError extends Error {}

/**
 * Runs a command: what it throws goes to standard error in the user's words, and the exit code is
 * 0 when it succeeded, 1 when it failed and 2 when it was called wrongly.
 */
export async function runCommand(main: (args: string[]) => Promise<void>): Promise<void> {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UsageError || isArgumentError(error)) {
      console.error((error as Error).message);
      process.exitCode = 2;
      return;
    }
    const unforeseen = !(error instanceof AppError) || error.code === 'unexpected';
    log[unforeseen ? 'error' : 'debug']({ err: error });
    console.error(toErrorResponse(error).message);
    if (process.exitCode === undefined) process.exitCode = 1;
  }
}

/** `parseArgs` of Node reports unknown and incomplete options by these codes. */
function isArgumentError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException | undefined)?.code).startsWith('ERR_PARSE_ARGS_');
}

/**
 * Opens the warehouse for a command. The embedded file belongs to one process at a time: where
 * another holds it, says which and what to do.
 */
export async function openExclusively(open: () => Promise<Warehouse>): Promise<Warehouse> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'warehouse_busy') throw error;
    const pid = error.details?.pid;
    const known = typeof pid === 'number';
    const who = known ? `process ${pid}, most likely the running server` : 'another process';
    const stop = known ? `Stop it with Ctrl-C where it runs, or with: kill ${pid}` : 'Stop it';
    throw new AppError(
      error.code,
      `The warehouse is held by ${who}. ${stop}. Then run this again, and start it again.`,
      { cause: error },
    );
  }
}

/** Whoever may run a command on the machine that has the warehouse may do everything with it. */
export function operator(): Person {
  const name = username();
  return { email: `${name}@command-line`, name: `${name} (command line)`, role: 'admin' };
}

function username(): string {
  try {
    return userInfo().username || 'somebody';
  } catch {
    // A container's user may have no name.
    return 'somebody';
  }
}
