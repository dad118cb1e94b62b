/** Copies of the embedded warehouse. Its package is loaded on use, because Snowflake needs none. */
import 'server-only';
import type { Warehouse, WarehouseContents } from './types';

/**
 * Completes a copy that `Warehouse.copyFiles` made.
 * @throws AppError `warehouse_*`
 */
export async function finishCopy(path: string): Promise<void> {
  return (await import('./duckdb/copies')).finishCopy(path);
}

/**
 * Opens a copy like any warehouse.
 * @throws AppError `warehouse_*`
 */
export async function openCopy(path: string): Promise<Warehouse> {
  return (await import('./duckdb/open-duckdb')).openDuckDb({ path });
}

/**
 * Opens a copy, reads every value, and returns what it has. Changes nothing.
 * @throws AppError `warehouse_*`
 */
export async function readCopy(path: string): Promise<WarehouseContents> {
  return (await import('./duckdb/copies')).readCopy(path);
}

/**
 * Finds out whether no other process has a warehouse open. One that is missing or damaged is unused.
 * @throws AppError `warehouse_busy`
 */
export async function requireUnused(path: string): Promise<void> {
  return (await import('./duckdb/copies')).requireUnused(path);
}
