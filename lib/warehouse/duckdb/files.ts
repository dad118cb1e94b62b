import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '@/lib/errors';
import type { Files } from './boot';
import { readOnly, toWarehouseError } from './errors';

/** The two files of a warehouse: the one named and its sibling `<name>.share.duckdb`. */
export function filesOf(path: string): Files {
  const warehouse = resolve(path);
  return { warehouse, share: `${warehouse.replace(/\.duckdb$/, '')}.share.duckdb` };
}

/**
 * Checks what the engine would only report in its own words. Never opens a file: closing it again
 * would drop the lock that the engine holds on it in this process.
 * @throws AppError `warehouse_missing` or `warehouse_read_only`.
 */
export async function checkFiles(
  files: Files,
  mode: { readonly readOnly: boolean; readonly create: boolean },
): Promise<void> {
  const folder = dirname(files.warehouse);
  if (mode.create) {
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw readOnly(error);
    });
  }
  for (const file of [files.warehouse, files.share]) {
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw toWarehouseError(error, 'open');
    });
    if (!found && !mode.create) {
      throw new AppError(
        'warehouse_missing',
        `There is no warehouse at ${file}. Run \`npm run setup\` to create it, or set DUCKDB_PATH.`,
      );
    }
    if (found && !mode.readOnly) await mustBeWritable(file);
  }
  if (!mode.readOnly) await mustBeWritable(folder);
}

async function mustBeWritable(path: string): Promise<void> {
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw readOnly(error);
  });
}
