import { userInfo } from 'node:os';
import type { Person } from '@/lib/server/auth/person';
import { AppError, toErrorResponse } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { printError } from './terminal-text';

/** The command was called with invalid arguments. The message explains the usage. */
export class UsageError extends Error {}

/**
 * Runs a command and prints errors to standard error in the user's words. The exit code is 0 on
 * success, 1 on failure, and 2 for invalid arguments.
 */
export async function runCommand(
  main: (args: string[]) => Promise<void>,
  args: string[] = process.argv.slice(2),
): Promise<void> {
  try {
    await main(args);
  } catch (error) {
    if (error instanceof UsageError || isArgumentError(error)) {
      printError((error as Error).message);
      process.exitCode = 2;
      return;
    }
    const unexpected = !(error instanceof AppError) || error.code === 'unexpected';
    log[unexpected ? 'error' : 'debug']({ err: error });
    printError(toErrorResponse(error).message);
    if (process.exitCode === undefined) process.exitCode = 1;
  }
}

/** Node's `parseArgs` reports unknown and incomplete options with these codes. */
function isArgumentError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException | undefined)?.code).startsWith('ERR_PARSE_ARGS_');
}

/**
 * Opens the warehouse for a command. Only one process at a time can open the embedded file; if another
 * one has it open, the error says which and what to do.
 */
export async function openExclusively<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'warehouse_busy') throw error;
    const pid = error.details?.pid;
    const hasPid = typeof pid === 'number';
    const holder = hasPid ? `process ${pid}, most likely the running server` : 'another process';
    const stop = hasPid ? `Stop it with Ctrl+C in its terminal, or with: kill ${pid}` : 'Stop it';
    throw new AppError(
      error.code,
      `The warehouse is in use by ${holder}. ${stop}. Then run this command again and restart it.`,
      { cause: error },
    );
  }
}

/** The person that commands act as: anyone with shell access to the warehouse can do everything. */
export function operator(): Person {
  const name = username();
  return { email: `${name}@command-line`, name: `${name} (command line)`, role: 'admin' };
}

function username(): string {
  try {
    return userInfo().username || 'unknown';
  } catch {
    // A container's user may have no name.
    return 'unknown';
  }
}
