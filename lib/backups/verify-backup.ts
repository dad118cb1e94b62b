import 'server-only';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { toErrorResponse } from '@/lib/server/errors';
import { readCopy } from '@/lib/warehouse/copies';
import type { WarehouseContents } from '@/lib/warehouse/types';
import { hashFile, type Manifest, readManifest, WAREHOUSE_FILE } from './manifest';

/** A backup that verifies, or why it does not, in a sentence. */
export type Verification =
  | { readonly manifest: Manifest; readonly problem: null }
  | { readonly manifest: Manifest | undefined; readonly problem: string };

/**
 * Verifies a backup: its files have the size and SHA-256 of its manifest, the engine can read every value,
 * and the rows of each table, the schema version, and the newest audit entry are those of the manifest.
 * Changes nothing.
 */
export async function verifyBackup(folder: string): Promise<Verification> {
  const manifest = await readManifest(folder);
  if (!manifest) {
    return { manifest, problem: `${folder} has no manifest of a backup, so it is not complete.` };
  }
  const problem = (await checkFiles(folder, manifest)) ?? (await checkContents(folder, manifest));
  return problem === null ? { manifest, problem } : { manifest, problem };
}

async function checkFiles(folder: string, { files }: Manifest): Promise<string | null> {
  for (const { name, bytes, sha256 } of files) {
    const path = join(folder, name);
    const size = await stat(path).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) return `${name} is missing.`;
    if (size !== bytes) {
      return `${name} has ${count(size)} bytes instead of ${count(bytes)}.`;
    }
    if ((await hashFile(path)) !== sha256) return `${name} was changed: its SHA-256 differs.`;
  }
  return null;
}

async function checkContents(folder: string, manifest: Manifest): Promise<string | null> {
  try {
    return compareContents(await readCopy(join(folder, WAREHOUSE_FILE)), manifest);
  } catch (error) {
    return `It cannot be read. ${toErrorResponse(error).message}`;
  }
}

/** The first difference of a copy from what it must have, in a sentence; null if there is none. */
export function compareContents(
  found: WarehouseContents,
  expected: WarehouseContents,
): string | null {
  for (const table of new Set([...Object.keys(expected.rows), ...Object.keys(found.rows)])) {
    const [rows = 0, expectedRows = 0] = [found.rows[table], expected.rows[table]];
    if (rows !== expectedRows) {
      return `${table} has ${count(rows)} rows instead of ${count(expectedRows)}.`;
    }
  }
  if (found.schemaVersion !== expected.schemaVersion) {
    return `The schema version is ${found.schemaVersion} instead of ${expected.schemaVersion}.`;
  }
  return isDeepStrictEqual(found.auditHead, expected.auditHead)
    ? null
    : 'The newest entry of the audit trail differs.';
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
