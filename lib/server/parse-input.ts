import type { z } from 'zod';
import { AppError } from './errors';

/**
 * Parses what came through a door.
 * @throws AppError `invalid_input` naming the first thing that is wrong.
 */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.findLast((step) => typeof step === 'string');
  const words = field === undefined ? 'The request is not understood' : String(field);
  throw new AppError('invalid_input', `${words}: ${issue?.message ?? 'is not usable'}.`, {
    cause: result.error,
  });
}
