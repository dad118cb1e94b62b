import { within } from './within';

const firstMs = 50;
const longestMs = 2_000;

/**
 * Waits before the next try, longer each time and by chance, so that those who met once do not
 * meet again.
 * @throws AppError `cancelled` when the signal says so meanwhile.
 */
export async function pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const ms = Math.min(longestMs, firstMs * 4 ** (attempt - 1)) * (0.5 + Math.random());
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await within('pause', { signal }, over).finally(() => clearTimeout(timer));
}
