import 'server-only';
import { authSecret } from './auth/secrets';
import { env } from './env';
import { AppError } from './errors';
import { warehouse } from './warehouse/open';
import { readSchemaVersion } from './warehouse/sql/schema-versions';

/** How long an engine may take, in milliseconds; the first to ask Snowflake waits for the login. */
const patience = { duckdb: 2_000, snowflake: 10_000 } as const;

/**
 * Resolves when the warehouse answers a small question in time: two seconds, ten for Snowflake.
 * @throws AppError with a `warehouse_*` code, or naming the setting that is missing.
 */
export async function checkReady(timeoutMs: number = patience[env().WAREHOUSE]): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow(timeoutMs)), timeoutMs);
  });
  // Opening counts too, and a statement's own time limit knows nothing of that.
  await Promise.race([ask(timeoutMs), late])
    .catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'timeout' ? tooSlow(timeoutMs) : error;
    })
    .finally(() => clearTimeout(timer));
}

async function ask(timeoutMs: number): Promise<void> {
  // Without it nobody can sign in; only beside a file one is made.
  if (env().WAREHOUSE === 'snowflake') authSecret();
  await (await warehouse()).read(readSchemaVersion(), { timeoutMs });
}

function tooSlow(timeoutMs: number): AppError {
  return new AppError(
    'warehouse_unavailable',
    `The warehouse did not answer within ${timeoutMs / 1_000} seconds.`,
  );
}
