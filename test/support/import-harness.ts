import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importSources } from '@/lib/accounts/import/import-sources';
import type { Role } from '@/lib/server/auth/person';
import { readParquet } from '@/lib/warehouse/duckdb/read-parquet';
import { temporaryDuckDb } from './temporary-duckdb';

/** A temporary warehouse to import into, with a folder for the files. */
export async function importHarness() {
  const temporary = await temporaryDuckDb();
  const folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
  const context = (role: Role = 'admin') => ({
    warehouse: temporary.warehouse,
    person: { email: 'ann@example.com', name: 'Ann', role },
    now: () => new Date('2026-01-01T00:00:00Z'),
    readParquet,
  });
  const file = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  return {
    folder,
    context,
    file,
    script: temporary.warehouse.script,
    /** Returns the rows of a query. */
    ask: async (sql: string) => (await temporary.warehouse.script(sql)).rows,
    importAccounts: async (content: string | Uint8Array, map: string[] = []) =>
      importSources(context(), { accounts: await file('accounts.csv', content), map }),
    dispose: async () => {
      await temporary.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
