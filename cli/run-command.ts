import { AppError, toErrorAnswer } from '@/lib/errors';
import { log } from '@/lib/log';

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
    console.error(toErrorAnswer(error).message);
    if (process.exitCode === undefined) process.exitCode = 1;
  }
}

/** `parseArgs` of Node reports unknown and incomplete options by these codes. */
function isArgumentError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException | undefined)?.code).startsWith('ERR_PARSE_ARGS_');
}
