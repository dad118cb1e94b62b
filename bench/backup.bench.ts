import { setTimeout as pause } from 'node:timers/promises';
import { createBackup } from '@/lib/backups/create-backup';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { largeWarehouse, printSize } from './large-warehouse';
import { printPercentiles } from './measure';

/** A backup of a large warehouse, while a person commits as fast as possible. */

const size = { recommendations: 1_000_000, pending: 2_000, accounts: 45_000, csms: 500 };
printSize(size);
const { warehouse, path, dispose } = await largeWarehouse(size, new Date());
const person = { email: 'ada@example.com', name: 'Ada', role: 'admin' } as const;
const ctx = { warehouse, person, now: () => new Date() };

/** The times of all commits until `work` ends. */
async function commitsDuring(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let isDone = false;
  const working = work().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const started = performance.now();
    await recordAudit(ctx, { action: 'sign-out' });
    times.push(performance.now() - started);
    await pause(5);
  }
  await working;
  return times;
}

printPercentiles('a commit without a backup', await commitsDuring(() => pause(5_000)));
for (let round = 1; round <= 3; round++) {
  const started = performance.now();
  const settings = { source: path, folder: `${path}.backups`, prefix: 'warehouse-' };
  const times = await commitsDuring(() =>
    createBackup({ ...ctx, settings: { ...settings, keep: 1, keepDays: 0 } }),
  );
  console.log(`backup ${round}: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  printPercentiles(`a commit during it, of ${times.length}`, times);
}
await dispose();
