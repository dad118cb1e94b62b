import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { seedCompany } from './support/company';
import { type TemporaryDuckDb, temporaryDuckDb } from './support/temporary-duckdb';

const program = fileURLToPath(new URL('./processes/import-worker.ts', import.meta.url));
/** The last write of the import, which completes the audit trail. */
const LAST = 9;
/** The first write, one to the second list, and the last one. */
const WRITES = [0, 4, LAST];

let temporary: TemporaryDuckDb;
beforeAll(async () => {
  temporary = await temporaryDuckDb();
  await seedCompany(temporary.warehouse, { csms: [{ name: 'Ana' }], accounts: [{ id: 'Old' }] });
  await temporary.warehouse.close();
});
afterAll(() => temporary.dispose());

/** Imports in a process that is killed before a write. Returns false if it ended before. */
async function importUntilKilled(position: number): Promise<boolean> {
  const child = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', program, temporary.path, String(position)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'waiting') child.kill('SIGKILL');
  }
  const [code, signal] = await exited;
  expect(code ?? signal).toBe(signal === null ? 0 : 'SIGKILL');
  return signal === 'SIGKILL';
}

/** The names of the accounts and CSMs, and how many imports are on record. */
async function stored() {
  const warehouse = await openDuckDb({ path: temporary.path });
  const { rows } = await warehouse.script(`SELECT account_id FROM CSM_ROUTING_ACCOUNTS_V
    UNION ALL SELECT csm_name FROM CSM_ROUTING_CSMS_V
    UNION ALL SELECT action FROM CSM_ROUTING_AUDIT WHERE action = 'import.done' ORDER BY 1`);
  await warehouse.close();
  return rows.flat();
}

it('a process that is killed during an import changes nothing, and a second try imports everything', async () => {
  for (const write of WRITES) {
    expect(await importUntilKilled(write)).toBe(true);
    expect(await stored(), `killed before write ${write}`).toEqual(['Ana', 'Old']);
  }
  expect(await importUntilKilled(LAST + 1)).toBe(false);
  expect(await stored()).toEqual(['New 1', 'New 2', 'New CSM', 'import.done']);
});
