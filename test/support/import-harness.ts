import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMappings } from '@/lib/accounts/import/column-mapping';
import { importSources } from '@/lib/accounts/import/import-sources';
import type { SourceFile } from '@/lib/accounts/import/source-file';
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
    now: () => new Date('2026-03-01T00:00:00Z'),
    readParquet,
  });
  const file = (name: string, content: string | Uint8Array): SourceFile => ({
    name,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  });
  return {
    folder,
    context,
    file,
    script: temporary.warehouse.script,
    /** Returns the rows of a query. */
    ask: async (sql: string) => (await temporary.warehouse.script(sql)).rows,
    importAccounts: async (content: string | Uint8Array, map: string[] = []) =>
      importSources(context(), {
        accounts: file('accounts.csv', content),
        mappings: parseMappings(map),
      }),
    dispose: async () => {
      await temporary.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
