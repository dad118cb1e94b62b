import type { z } from 'zod';
import { AppError } from './errors';

/**
 * Parses input from outside.
 * @throws AppError `invalid_input` that names the first problem
 */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.findLast((step) => typeof step === 'string');
  const subject = field === undefined ? 'Invalid request' : String(field);
  throw new AppError('invalid_input', `${subject}: ${issue?.message ?? 'is invalid'}.`, {
    cause: result.error,
  });
}
