import {
  type ChangeMethod,
  changeTokens,
  type WatchedTable,
} from '@/lib/warehouse/sql/change-tokens';
import type { Warehouse } from '@/lib/warehouse/types';

/** What each watched table's token was at some time. */
export type ChangeTokens = ReadonlyMap<WatchedTable, string | null>;

/**
 * Reads the tables' change tokens in one statement: commit times if the role may see them, otherwise
 * aggregates. The first successful read decides which, for as long as the process runs.
 */
export class ChangeDetector {
  #method: ChangeMethod | null = null;

  constructor(private readonly warehouse: Pick<Warehouse, 'read'>) {}

  /** @throws AppError with a `warehouse_*` code */
  async read(): Promise<ChangeTokens> {
    if (this.#method) return this.#readBy(this.#method);
    const commitTimes = await this.#readBy('commit-time').catch(() => null);
    // NULL instead of an error if the role may not see a table.
    if (commitTimes && [...commitTimes.values()].every((token) => token !== null)) {
      this.#method = 'commit-time';
      return commitTimes;
    }
    // If the warehouse is unavailable, this fails as well, and the next read decides.
    const tokens = await this.#readBy('aggregates');
    this.#method = 'aggregates';
    return tokens;
  }

  async #readBy(method: ChangeMethod): Promise<ChangeTokens> {
    const rows = await this.warehouse.read(changeTokens(method));
    return new Map(rows.map(({ watched, token }) => [watched, token]));
  }
}

/** The tables whose token changed. */
export function changedTables(before: ChangeTokens, after: ChangeTokens): Set<WatchedTable> {
  return new Set([...after.keys()].filter((table) => before.get(table) !== after.get(table)));
}
