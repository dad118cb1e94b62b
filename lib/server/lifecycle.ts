import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { closeWarehouse, getWarehouse } from '@/lib/warehouse/client';
import { readSchemaVersion } from '@/lib/warehouse/sql/schema';
import { authSecret } from './auth/secrets';
import { env } from './env';
import { AppError } from './errors';
import { log } from './log';
import { signalShutdown, workFinished } from './shutdown-signal';
import type { RequestStart } from './track-requests';

/** The first request to Snowflake waits for the login. */
const READY_TIMEOUT_MS = { duckdb: 2_000, snowflake: 10_000 } as const;

/**
 * Resolves if the warehouse responds in time (two seconds, or ten for Snowflake) and its last write
 * did not fail. After a failed write, it tries another one.
 * @throws AppError with a `warehouse_*` code, or one that names a missing setting
 */
export async function checkReady(
  timeoutMs: number = READY_TIMEOUT_MS[env().WAREHOUSE],
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timeoutError(timeoutMs)), timeoutMs);
  });
  // A statement's own timeout does not include opening the warehouse.
  await Promise.race([pingWarehouse(timeoutMs), timeout])
    .catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'timeout' ? timeoutError(timeoutMs) : error;
    })
    .finally(() => clearTimeout(timer));
}

async function pingWarehouse(timeoutMs: number): Promise<void> {
  // Nobody can sign in without it, and it is created automatically only for the embedded warehouse.
  if (env().WAREHOUSE === 'snowflake') authSecret();
  const warehouse = await getWarehouse();
  await warehouse.read(readSchemaVersion(), { timeoutMs });
  await warehouse.checkWritable({ timeoutMs });
}

function timeoutError(timeoutMs: number): AppError {
  return new AppError(
    'warehouse_unavailable',
    `The warehouse did not respond within ${timeoutMs / 1_000} seconds.`,
  );
}

const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Shuts the process down on SIGTERM or SIGINT: finishes open requests, runs, and writes, then closes the
 * warehouse. A run that is not being saved yet ends as interrupted. Call it once at startup.
 * @param graceMs how long open requests, and then writes, may take
 */
export function shutDownGracefully(graceMs = 2_000): void {
  const servers = new Set<Server>();
  const openResponses = new Set<ServerResponse>();
  subscribe('http.server.request.start', (message) => {
    const { response, server } = message as RequestStart;
    servers.add(server);
    openResponses.add(response);
    response.once('close', () => openResponses.delete(response));
  });
  const allResponsesSent = async () => {
    for (const response of openResponses) await once(response, 'close');
  };

  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    // Next.js's own handler exits when every browser has closed its connections: a minute late if a
    // page is open, and before the warehouse is closed if none is.
    if (process.env.NODE_ENV === 'production') process.removeAllListeners(signal);
    process.once(signal, async () => {
      for (const server of servers) server.close();
      signalShutdown();
      await Promise.race([Promise.all([allResponsesSent(), workFinished()]), pause(graceMs)]);
      const closed = closeWarehouse().then(
        () => true,
        (error: unknown) => log.error({ err: error }, 'the warehouse did not close'),
      );
      if (await Promise.race([closed, pause(graceMs)])) process.exit(code);
      // A normal exit would wait for DuckDB's threads. Every commit is already on disk.
      process.kill(process.pid, 'SIGKILL');
    });
  }
}

const schema = z.object({ url: z.url(), pid: z.number().int() });

/** The address of a running server on this machine. */
export type ServerAddress = z.infer<typeof schema>;

/**
 * Writes this server's address to a file beside the warehouse, for commands that find the warehouse
 * locked. The file is removed when the process exits.
 */
export function writeServerLockFile(url: string): void {
  const path = serverLockFilePath();
  const { pid } = process;
  writeFileSync(path, JSON.stringify({ url, pid }), { mode: 0o600 });
  process.once('exit', () => {
    if (readServerLockFile()?.pid === pid) rmSync(path, { force: true });
  });
}

/** The address of a running server, or of one that was killed; undefined if there is no file. */
export function readServerLockFile(): ServerAddress | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(serverLockFilePath(), 'utf8')));
  } catch {
    // A missing, half-written, or foreign file means that no server can be found.
    return undefined;
  }
}

function serverLockFilePath(): string {
  return `${resolve(env().DUCKDB_PATH)}.server.json`;
}
