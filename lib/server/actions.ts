import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { actionContext, type Context } from './context';
import type { ErrorResponse } from './errors';
import { reportError } from './log';
import { parseInput } from './parse-input';

/** What a server action answers: a value, or a failure in words for the person. */
export type ActionResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorResponse };

/**
 * Runs a server action: authenticates, parses, calls one verb and never throws at the browser.
 * @param name what the log calls it
 */
export async function runAction<Input, Value>(
  name: string,
  schema: z.ZodType<Input>,
  input: unknown,
  verb: (context: Context, input: Input) => Promise<Value>,
): Promise<ActionResult<Value>> {
  try {
    const context = await actionContext();
    return { ok: true, value: await verb(context, parseInput(schema, input)) };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: reportError(name, error) };
  }
}
