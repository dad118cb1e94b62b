import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { WarehouseContents } from '@/lib/warehouse/types';
import packageJson from '@/package.json';

/** The warehouse's file in a backup's folder. Its share is next to it. */
export const WAREHOUSE_FILE = 'warehouse.duckdb';
const FILES = [WAREHOUSE_FILE, 'warehouse.share.duckdb'] as const;
const MANIFEST_FILE = 'manifest.json';

const manifestSchema = z.object({
  format: z.literal(1),
  program: z.string(),
  takenAt: z.coerce.date(),
  files: z
    .array(z.object({ name: z.enum(FILES), bytes: z.int(), sha256: z.string() }))
    .length(FILES.length),
  rows: z.record(z.string(), z.int()),
  schemaVersion: z.int().nullable(),
  auditHead: z.object({ entry: z.int(), hash: z.string() }).nullable(),
});

/** What a backup has, written when it was complete and verified. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Reads a backup's manifest; undefined if there is none, or not one of this program. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes the manifest of a complete copy, and all of the copy to the disk. */
export async function writeManifest(
  folder: string,
  takenAt: Date,
  contents: WarehouseContents,
): Promise<Manifest> {
  const files = await Promise.all(
    FILES.map(async (name) => {
      const path = join(/*turbopackIgnore: true*/ folder, name);
      await syncToDisk(path);
      return {
        name,
        bytes: (await stat(/*turbopackIgnore: true*/ path)).size,
        sha256: await hashFile(path),
      };
    }),
  );
  const program = `${packageJson.name} ${packageJson.version}`;
  const manifest = { format: 1 as const, program, takenAt, files, ...contents };
  const path = join(folder, MANIFEST_FILE);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncToDisk(folder);
  return manifest;
}

/** Makes sure that a file, or the names in a folder, survive a power failure. */
export async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The SHA-256 of a file, in hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 256 * 1024 })) hash.update(part);
  return hash.digest('hex');
}
