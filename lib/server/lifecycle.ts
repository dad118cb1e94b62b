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

/** How long an engine may take, in milliseconds; the first to ask Snowflake waits for the login. */
const READY_TIMEOUT_MS = { duckdb: 2_000, snowflake: 10_000 } as const;

/**
 * Resolves when the warehouse answers a small question in time: two seconds, ten for Snowflake.
 * @throws AppError with a `warehouse_*` code, or naming the setting that is missing.
 */
export async function checkReady(
  timeoutMs: number = READY_TIMEOUT_MS[env().WAREHOUSE],
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timeoutError(timeoutMs)), timeoutMs);
  });
  // Opening counts too, and a statement's own time limit knows nothing of that.
  await Promise.race([pingWarehouse(timeoutMs), late])
    .catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'timeout' ? timeoutError(timeoutMs) : error;
    })
    .finally(() => clearTimeout(timer));
}

async function pingWarehouse(timeoutMs: number): Promise<void> {
  // Without it nobody can sign in; only beside a file one is made.
  if (env().WAREHOUSE === 'snowflake') authSecret();
  await (await getWarehouse()).read(readSchemaVersion(), { timeoutMs });
}

function timeoutError(timeoutMs: number): AppError {
  return new AppError(
    'warehouse_unavailable',
    `The warehouse did not answer within ${timeoutMs / 1_000} seconds.`,
  );
}

interface RequestStart {
  readonly response: ServerResponse;
  readonly server: Server;
}

const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Ends the process soon after it is told to, with the warehouse closed: what is asked is answered
 * and what is being written is waited for; a run under way is recorded as interrupted at the next
 * start. Call it once, as the process starts.
 * @param grace how long requests under way may take, and then writes, in ms
 */
export function shutDownGracefully(grace = 2_000): void {
  const servers = new Set<Server>();
  const underWay = new Set<ServerResponse>();
  subscribe('http.server.request.start', (message) => {
    const { response, server } = message as RequestStart;
    servers.add(server);
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
  });
  const answered = async () => {
    for (const response of underWay) await once(response, 'close');
  };

  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    // Next's own handler exits once every browser has closed its connections: a minute late where a
    // page is open, and too early where none is and the warehouse has yet to be closed.
    if (process.env.NODE_ENV === 'production') process.removeAllListeners(signal);
    process.once(signal, async () => {
      for (const server of servers) server.close();
      await Promise.race([answered(), pause(grace)]);
      const closed = closeWarehouse().then(
        () => true,
        (error: unknown) => log.error({ err: error }, 'the warehouse did not close'),
      );
      if (await Promise.race([closed, pause(grace)])) process.exit(code);
      // To exit would wait for the engine's threads. Every commit is on the disk already.
      process.kill(process.pid, 'SIGKILL');
    });
  }
}

const schema = z.object({ url: z.url(), pid: z.number().int() });

/** Where a running server can be reached from its own machine. */
export type ServerAddress = z.infer<typeof schema>;

/**
 * Leaves a note beside the warehouse of where this server can be reached, for commands that find
 * the warehouse held by it. It is taken away when the process exits.
 */
export function writeServerLockFile(url: string): void {
  const path = serverLockFilePath();
  const { pid } = process;
  writeFileSync(path, JSON.stringify({ url, pid }), { mode: 0o600 });
  process.once('exit', () => {
    if (readServerLockFile()?.pid === pid) rmSync(path, { force: true });
  });
}

/** The note of a running server, or of one that was killed; undefined where there is none. */
export function readServerLockFile(): ServerAddress | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(serverLockFilePath(), 'utf8')));
  } catch {
    // Missing, half-written or not ours: nothing to go by in any case.
    return undefined;
  }
}

function serverLockFilePath(): string {
  return `${resolve(env().DUCKDB_PATH)}.server.json`;
}
