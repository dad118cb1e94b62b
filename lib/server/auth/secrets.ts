import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Env, env, invalidSettingsError } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';

let cachedSecret: string | undefined;

/**
 * Returns the secret that encrypts sessions: NEXTAUTH_SECRET, or else a random one created on first
 * use in `<DUCKDB_PATH>.secret`, readable only by this user. With Snowflake it must be set.
 * @throws AppError `warehouse_read_only` if that file can be neither read nor created; `unexpected`
 *   if the secret must be set and is not
 */
export function authSecret(): string {
  cachedSecret ??= env().NEXTAUTH_SECRET ?? secretBesideWarehouse(env());
  return cachedSecret;
}

function secretBesideWarehouse({ WAREHOUSE, DUCKDB_PATH }: Env): string {
  if (WAREHOUSE === 'duckdb') return readOrMakeSecret(`${resolve(DUCKDB_PATH)}.secret`);
  // Each server would create its own, and sessions would not work across servers.
  throw invalidSettingsError([
    'NEXTAUTH_SECRET: is required with WAREHOUSE=snowflake: at least 32 characters, the same on every server, such as the output of `openssl rand -hex 32`',
  ]);
}

/**
 * The bearer token with which commands on the server's machine act as an admin. Whoever can read the
 * session secret could sign in as anyone, so it allows nothing more.
 */
export function operatorToken(): string {
  return createHmac('sha256', authSecret()).update('operator').digest('hex');
}

/**
 * Reads the secret in a file, or creates it. Processes that start concurrently get the same secret,
 * and none reads a half-written file.
 */
export function readOrMakeSecret(path: string): string {
  const existing = read(path);
  if (existing) return existing;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    // Linking is atomic, and fails if another process was first.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw secretFileError(path, error);
  } finally {
    rmSync(draft, { force: true });
  }
  const created = read(path);
  if (!created) throw secretFileError(path, new Error('the file is empty'));
  return created;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw secretFileError(path, error);
  }
}

function secretFileError(path: string, cause: unknown): AppError {
  return new AppError(
    'warehouse_read_only',
    `The session secret can be neither read from nor written to ${path}. Make the file writable for this user, or set NEXTAUTH_SECRET.`,
    { cause },
  );
}
