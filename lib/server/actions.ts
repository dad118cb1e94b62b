import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import { actionContext, type Context } from './context';
import type { ErrorResponse } from './errors';
import { reportError } from './log';

/** The result of a server action: a value, or an error to show to the user. */
export type ActionResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorResponse };

/**
 * Runs a server action: authenticates and calls one service, which parses the input. Errors are
 * returned, not thrown.
 * @param name the action's name in the log
 * @param input untrusted, despite its type: anyone can post anything to an action
 */
export async function runAction<Input, Value>(
  name: string,
  input: Input,
  service: (context: Context, input: Input) => Promise<Value>,
): Promise<ActionResult<Value>> {
  try {
    const context = await actionContext();
    return { ok: true, value: await service(context, input) };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: reportError(name, error) };
  }
}
