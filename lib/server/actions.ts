import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { actionContext, type Context } from './context';
import type { ErrorResponse } from './errors';
import { reportError } from './log';
import { parseInput } from './parse-input';

/** The result of a server action: a value, or an error to show to the user. */
export type ActionResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorResponse };

/**
 * Runs a server action: authenticates, parses, and calls one service. Errors are returned, not thrown.
 * @param name the action's name in the log
 */
export async function runAction<Input, Value>(
  name: string,
  schema: z.ZodType<Input>,
  input: unknown,
  service: (context: Context, input: Input) => Promise<Value>,
): Promise<ActionResult<Value>> {
  try {
    const context = await actionContext();
    return { ok: true, value: await service(context, parseInput(schema, input)) };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: reportError(name, error) };
  }
}
