import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { defaultPolicy } from '@/lib/policy/policy';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/setup';
import type { Warehouse } from '@/lib/warehouse/types';
import { historyDays, simulate } from './simulate';
import { writeCompany } from './write-company';

const day = 24 * 3_600_000;
const unfinished = 'unfinished-demo-';
const staleMs = 600_000;

/** The seed of the demo that everybody gets. */
const demoSeed = 20_260;

/** Sets a warehouse up and fills it with the demo company, as it is at `now`. */
async function fillWithDemo(
  warehouse: Warehouse,
  { now, seed = demoSeed }: { readonly now: Date; readonly seed?: number },
): Promise<void> {
  const company = simulate(seed, now.getTime());
  const begun = new Date(now.getTime() - (historyDays + 1) * day);
  await setUp(warehouse, { now: begun, policyJson: JSON.stringify(defaultPolicy) });
  await writeCompany(warehouse, company, now);
}

/**
 * Makes the demo's warehouse where there is none, else only brings its schema forward. It is made
 * in a folder of its own and moved when it is whole, so that one whose making was stopped is never
 * taken for it.
 * @returns whether it was made
 * @throws AppError with a `warehouse_*` code.
 */
export async function makeDemo(path: string, now: Date): Promise<{ readonly made: boolean }> {
  const wanted = resolve(path);
  if (await exists(wanted)) {
    const warehouse = await openDuckDb({ path: wanted });
    await setUp(warehouse, { now, policyJson: JSON.stringify(defaultPolicy) }).finally(() =>
      warehouse.close(),
    );
    return { made: false };
  }
  await mkdir(dirname(wanted), { recursive: true });
  await clearAway(dirname(wanted));
  const folder = await mkdtemp(join(dirname(wanted), unfinished));
  try {
    const draft = join(folder, basename(wanted));
    const warehouse = await openDuckDb({ path: draft, create: true });
    await fillWithDemo(warehouse, { now }).finally(() => warehouse.close());
    // A log left by a warehouse that was here before would be taken for the new one's.
    for (const path of [wanted, shareOf(wanted)]) await rm(`${path}.wal`, { force: true });
    // The file that tells whether there is a demo comes last.
    await rename(shareOf(draft), shareOf(wanted));
    await rename(draft, wanted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { made: true };
}

/** Removes what was left unfinished so long ago that nobody is at it any more. */
async function clearAway(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(unfinished)) continue;
    const { mtimeMs } = await stat(join(folder, name));
    if (mtimeMs < Date.now() - staleMs)
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

const shareOf = (path: string) => `${path.replace(/\.duckdb$/, '')}.share.duckdb`;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
