import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { hashPassword } from '@/lib/members/password';
import { DAY_MS } from '@/lib/time';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { setUp } from '@/lib/warehouse/schema/setup';
import { upsertMember } from '@/lib/warehouse/sql/members';
import type { Warehouse } from '@/lib/warehouse/types';
import { loadHistory } from './load-history';
import { demoMembers, managers } from './people';
import { demoPolicy } from './policy';
import { makeToday } from './today';

const UNFINISHED = 'unfinished-demo-';
/** An unfinished demo this old was abandoned. */
const STALE_MS = 600_000;

/** The seed of the demo that everyone gets. */
export const demoSeed = 20_260;

/** Sets up a warehouse and fills it with the demo company as of `now`. Embedded warehouses only. */
export async function fillWithDemo(warehouse: Warehouse, now: Date): Promise<void> {
  const founded = new Date(now.getTime() - 100 * DAY_MS);
  await setUp(warehouse, { now: founded, policyJson: JSON.stringify(demoPolicy) });
  await addMembers(warehouse, founded);
  await loadHistory(warehouse, now);
  await makeToday(warehouse, now.getTime(), demoSeed);
}

async function addMembers(warehouse: Warehouse, now: Date): Promise<void> {
  const others = managers.filter(({ email }) => demoMembers.every((each) => each.email !== email));
  const hashes = await Promise.all(demoMembers.map(({ password }) => hashPassword(password)));
  const members = [
    ...demoMembers.map((member, i) => ({ ...member, passwordHash: hashes[i] ?? null })),
    ...others.map((person) => ({ ...person, passwordHash: null })),
  ];
  await warehouse.transaction('demo.members', async (session) => {
    for (const { email, name, role, passwordHash } of members) {
      await session.write(upsertMember({ email, name, role, passwordHash, now }));
    }
  });
}

/**
 * Creates the demo's warehouse if it does not exist; otherwise only migrates its schema. The files
 * are created in a folder of their own and moved when complete, so an interrupted creation is never
 * taken for a demo.
 * @returns whether it was created
 * @throws AppError with a `warehouse_*` code.
 */
export async function makeDemo(path: string, now: Date): Promise<{ readonly created: boolean }> {
  const wanted = resolve(path);
  if (await exists(wanted)) {
    const warehouse = await openDuckDb({ path: wanted });
    await setUp(warehouse, { now, policyJson: JSON.stringify(demoPolicy) }).finally(() =>
      warehouse.close(),
    );
    return { created: false };
  }
  await mkdir(dirname(wanted), { recursive: true });
  await removeUnfinished(dirname(wanted));
  const folder = await mkdtemp(join(dirname(wanted), UNFINISHED));
  try {
    const draft = join(folder, basename(wanted));
    const warehouse = await openDuckDb({ path: draft, create: true });
    await fillWithDemo(warehouse, now).finally(() => warehouse.close());
    // DuckDB would replay the log of an earlier warehouse into the new one.
    for (const path of [wanted, shareOf(wanted)]) await rm(`${path}.wal`, { force: true });
    // This file decides whether there is a demo, so it comes last.
    await rename(shareOf(draft), shareOf(wanted));
    await rename(draft, wanted);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { created: true };
}

/** Removes what interrupted creations have left. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const { mtimeMs } = await stat(join(folder, name));
    if (mtimeMs < Date.now() - STALE_MS)
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
