import { z } from 'zod';
import { AppError } from './errors';

const schema = z.object({
  WAREHOUSE: z
    .enum(['duckdb'], { error: 'must be "duckdb", the embedded warehouse' })
    .default('duckdb'),
  DUCKDB_PATH: z.string().min(1, 'must be the path of a file').default('.data/warehouse.duckdb'),
  NEXTAUTH_URL: z
    .url({ error: 'must be the address people open, such as https://csm.example.com' })
    .optional(),
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  API_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
});

export type Env = z.infer<typeof schema>;

let parsed: Env | undefined;

/**
 * The program's settings, parsed once.
 * @throws AppError naming each variable that is wrong and what it should look like.
 */
export function env(): Env {
  if (parsed) return parsed;
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = process.env[name];
      return value ? [[name, value]] : [];
    }),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new AppError('unexpected', `The configuration is not usable:\n${lines.join('\n')}`);
  }
  parsed = result.data;
  return parsed;
}
