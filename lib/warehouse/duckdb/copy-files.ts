import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DatabaseFiles } from '@/lib/warehouse/database-files';
import { cancelledError } from '@/lib/warehouse/semaphore';
import type { StatementOptions, WarehouseContents } from '@/lib/warehouse/types';
import { readContents } from './contents';
import type { Engine } from './engine';
import { toWarehouseError } from './errors';

/** Part of a file to copy: its first bytes. */
interface CopiedPart {
  readonly from: string;
  readonly to: string;
  readonly bytes: number;
}

/**
 * Copies the files of a warehouse and their logs as of one moment. Between checkpoints, the engine only
 * appends to a log, and writes to a file only where nothing refers to yet. So it is enough to hold the
 * writer while the sizes are read, and to let no commit start a checkpoint until the copy is done.
 */
export function copyFiles(
  { writer, readers }: Engine,
  source: DatabaseFiles,
  target: DatabaseFiles,
  options: StatementOptions,
): Promise<WarehouseContents> {
  // A connection in use keeps the engine open. Closing it would start a checkpoint.
  return readers.use('copy', options, async (reader) => {
    const threshold = await checkpointThreshold(reader);
    try {
      const { parts, contents } = await writer.use('copy', options, async (connection) => {
        await setCheckpointThreshold(connection, '1 TB');
        const contents = await readContents(connection);
        return { contents, parts: await findParts(source, target) };
      });
      await copyInOtherProcess(parts, options.signal);
      return contents;
    } catch (error) {
      throw isFileError(error) ? error : toWarehouseError(error, 'copy');
    } finally {
      await setCheckpointThreshold(reader, threshold);
    }
  });
}

async function checkpointThreshold(connection: DuckDBConnection): Promise<string> {
  const result = await connection.runAndReadAll("SELECT current_setting('checkpoint_threshold')");
  return String(result.getRows()[0]?.[0]);
}

async function setCheckpointThreshold(connection: DuckDBConnection, size: string): Promise<void> {
  await connection.run(`SET GLOBAL checkpoint_threshold = '${size}'`);
}

async function findParts(source: DatabaseFiles, target: DatabaseFiles): Promise<CopiedPart[]> {
  const parts: CopiedPart[] = [];
  for (const key of ['warehouse', 'share'] as const) {
    for (const suffix of ['', '.wal']) {
      const from = source[key] + suffix;
      // An engine that has written nothing since a checkpoint has no log.
      const bytes = await stat(from).then(
        ({ size }) => size,
        () => 0,
      );
      if (bytes > 0) parts.push({ from, to: target[key] + suffix, bytes });
    }
  }
  return parts;
}

/** Copies parts of files, with less priority than the server, and prints the code of an error. */
const program = `
import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { setPriority } from 'node:os';
const buffer = Buffer.alloc(2 ** 20);
try {
  setPriority(10);
  for (const { from, to, bytes } of JSON.parse(process.argv[1])) {
    const source = openSync(from);
    const target = openSync(to, 'w', 0o600);
    for (let at = 0; at < bytes; ) {
      const length = readSync(source, buffer, 0, Math.min(buffer.length, bytes - at), at);
      if (length === 0) throw new Error(from + ' is shorter than before');
      at += writeSync(target, buffer, 0, length, at);
    }
    fsyncSync(target);
    closeSync(target);
    closeSync(source);
  }
} catch (error) {
  process.exitCode = 1;
  console.log(error.code ?? error.message);
}`;

/**
 * Copies the parts in another process: to close a file in this one would release the lock that the engine
 * has on it.
 */
async function copyInOtherProcess(
  parts: readonly CopiedPart[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', program, JSON.stringify(parts)],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, NODE_OPTIONS: '' }, signal },
  );
  const [output, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null]>,
  ]).catch((error: unknown) => {
    throw signal?.aborted ? cancelledError(signal) : error;
  });
  if (code === 0) return;
  const reason = output.trim();
  throw Object.assign(new Error(`The files could not be copied: ${reason}`), { code: reason });
}

/** An error of the file system, which its caller explains. */
function isFileError(error: unknown): boolean {
  return /^E[A-Z]+$/.test(String((error as NodeJS.ErrnoException | undefined)?.code));
}
