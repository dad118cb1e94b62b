import { createHmac, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Env, env, invalidSettingsError } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';

let cachedSecret: string | undefined;

/**
 * The secret that sessions are sealed with: NEXTAUTH_SECRET, else a random one made on first use in
 * `<DUCKDB_PATH>.secret`, readable by this user only. In front of Snowflake it has to be set.
 * @throws AppError `warehouse_read_only` when that file can be neither read nor made, `unexpected`
 * when the secret has to be set and is not.
 */
export function authSecret(): string {
  cachedSecret ??= env().NEXTAUTH_SECRET ?? secretBesideWarehouse(env());
  return cachedSecret;
}

function secretBesideWarehouse({ WAREHOUSE, DUCKDB_PATH }: Env): string {
  if (WAREHOUSE === 'duckdb') return readOrMakeSecret(`${resolve(DUCKDB_PATH)}.secret`);
  // Each server would make another one, and nobody's session would hold on the next.
  throw invalidSettingsError([
    'NEXTAUTH_SECRET: must be set with WAREHOUSE=snowflake, to the same at least 32 characters for every server, such as what `openssl rand -hex 32` prints',
  ]);
}

/** The bearer token of schedules and scripts: API_TOKEN, else one derived from the secret. */
export function apiToken(): string {
  return env().API_TOKEN ?? createHmac('sha256', authSecret()).update('api-token').digest('hex');
}

/**
 * Reads the secret in a file, or makes one there. Of several processes starting at once all get
 * the same, and none ever sees it half-written.
 */
export function readOrMakeSecret(path: string): string {
  const there = read(path);
  if (there) return there;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    try {
      // A link is made whole or not at all, and fails where another process was first.
      linkSync(draft, path);
    } finally {
      unlinkSync(draft);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw secretFileError(path, error);
  }
  const made = read(path);
  if (!made) throw secretFileError(path, new Error('the file is empty'));
  return made;
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
    `The secret that sessions are sealed with can be neither read from nor written to ${path}. Make it writable for this user, or set NEXTAUTH_SECRET.`,
    { cause },
  );
}
