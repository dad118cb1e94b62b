import 'server-only';
import { AppError } from './errors';
import { warehouse } from './warehouse/open';
import { readSchemaVersion } from './warehouse/sql/schema-versions';

/**
 * Resolves when the warehouse answers a small question in time.
 * @throws AppError with a `warehouse_*` code.
 */
export async function checkReady(timeoutMs = 2_000): Promise<void> {
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
  await (await warehouse()).read(readSchemaVersion(), { timeoutMs });
}

function tooSlow(timeoutMs: number): AppError {
  return new AppError(
    'warehouse_unavailable',
    `The warehouse did not answer within ${timeoutMs / 1_000} seconds.`,
  );
}
