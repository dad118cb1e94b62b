import { AppError } from '@/lib/errors';
import type { Warehouse } from '@/lib/warehouse/types';

/**
 * Opens the warehouse for a command. The embedded file belongs to one process at a time: where
 * another holds it, says which and what to do.
 */
export async function openAlone(open: () => Promise<Warehouse>): Promise<Warehouse> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'warehouse_busy') throw error;
    const pid = error.details?.pid;
    const known = typeof pid === 'number';
    const who = known ? `process ${pid}, most likely the running server` : 'another process';
    const stop = known ? `Stop it with Ctrl-C where it runs, or with: kill ${pid}` : 'Stop it';
    throw new AppError(
      error.code,
      `The warehouse is held by ${who}. ${stop}. Then run this again, and start it again.`,
      { cause: error },
    );
  }
}
