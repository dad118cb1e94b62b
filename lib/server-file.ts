import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { env } from './env';

const schema = z.object({ url: z.url(), pid: z.number().int() });

/** Where a running server can be reached from its own machine. */
export type ServerAddress = z.infer<typeof schema>;

/**
 * Leaves a note beside the warehouse of where this server can be reached, for commands that find
 * the warehouse held by it. It is taken away when the process exits.
 */
export function writeServerFile(url: string): void {
  const path = serverFilePath();
  const { pid } = process;
  writeFileSync(path, JSON.stringify({ url, pid }), { mode: 0o600 });
  process.once('exit', () => {
    if (readServerFile()?.pid === pid) rmSync(path, { force: true });
  });
}

/** The note of a running server, or of one that was killed; undefined where there is none. */
export function readServerFile(): ServerAddress | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(serverFilePath(), 'utf8')));
  } catch {
    // Missing, half-written or not ours: nothing to go by in any case.
    return undefined;
  }
}

function serverFilePath(): string {
  return `${resolve(env().DUCKDB_PATH)}.server.json`;
}
