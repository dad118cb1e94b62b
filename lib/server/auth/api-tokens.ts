import 'server-only';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { reportError } from '@/lib/server/log';
import { MINUTE_MS } from '@/lib/time';
import { type ApiTokenRow, apiTokens, recordTokenUse } from '@/lib/warehouse/sql/api-tokens';
import type { Warehouse } from '@/lib/warehouse/types';
import type { Person } from './person';
import { operatorToken } from './secrets';
import { allTokenScopes, type TokenScope } from './token-scopes';

/** Lets secret scanners and people recognize a token. */
const PREFIX = 'csmr_';

/** How long a token keeps working after another server revokes it. This server's apply at once. */
const TOKEN_TTL_MS = 30_000;

/** How often the use of a token is recorded, at most. */
const USE_INTERVAL_MS = MINUTE_MS;

/** Creates a random token of 256 bits. */
export function newApiToken(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/** The form in which a token is stored: SHA-256, in hexadecimal. */
export function hashApiToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Who sends a request with a bearer token, and what they may do. */
export interface TokenHolder {
  readonly person: Person;
  readonly scopes: readonly TokenScope[] | 'all';
}

/** The person that commands on the server's machine act as. */
const operator: TokenHolder = {
  person: { email: 'operator', name: 'Command line', role: 'admin' },
  scopes: 'all',
};

/**
 * Returns the holder of the bearer token in an `Authorization` header, and records its use. The token of
 * commands on the server's machine needs no warehouse.
 * @throws AppError `sign_in_required` if it is missing, unknown, revoked, or expired; or a warehouse
 * code
 */
export async function authorizeToken(
  openWarehouse: () => Promise<Warehouse>,
  header: string,
  now: Date,
): Promise<TokenHolder> {
  const token = bearerToken(header);
  if (!token) throw refusedError('The Authorization header must be “Bearer” and an API token.');
  if (isSame(token, operatorToken())) return operator;
  if (!token.startsWith(PREFIX)) throw refusedError(`API tokens start with ${PREFIX}.`);
  const warehouse = await openWarehouse();
  // All tokens at once, so that guesses cost no statements of their own.
  const known = await warehouse.read(apiTokens(), { maxAgeMs: TOKEN_TTL_MS });
  const hash = hashApiToken(token);
  const found = known.find((each) => each.hash === hash);
  if (!found) throw refusedError('The API token is wrong.');
  if (found.revokedAt) throw refusedError(`The API token ${found.name} was revoked.`);
  if (found.expiresAt <= now) throw refusedError(`The API token ${found.name} has expired.`);
  recordUse(warehouse, found, now);
  const scopes = allTokenScopes.filter((scope) => found.scopes.includes(scope));
  return { person: tokenPerson(found.name, scopes), scopes };
}

/**
 * Requires that the token may reach a route.
 * @param scope the route's scope; undefined if tokens may not reach it
 * @throws AppError `forbidden`
 */
export function requireScope({ scopes }: TokenHolder, scope: TokenScope | undefined): void {
  if (scopes === 'all' || (scope && scopes.includes(scope))) return;
  const message = scope
    ? `This API token lacks the scope ${scope}. Nothing was changed.`
    : 'API tokens cannot do this. Nothing was changed. Sign in instead.';
  throw new AppError('forbidden', message);
}

/**
 * Requires METRICS_TOKEN in an `Authorization` header, or the token of commands on the server's machine. It
 * is a setting and not an API token, because metrics must work without the warehouse, and a scrape must
 * not wake it.
 * @throws AppError `sign_in_required`
 */
export function requireMetricsToken(header: string | null): void {
  const token = bearerToken(header ?? '');
  const { METRICS_TOKEN } = env();
  const accepted = METRICS_TOKEN ? [METRICS_TOKEN, operatorToken()] : [operatorToken()];
  if (token && accepted.some((each) => isSame(token, each))) return;
  throw new AppError('sign_in_required', 'Send the setting METRICS_TOKEN as the bearer token.');
}

function bearerToken(header: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(header.trim())?.[1];
}

/** The person in runs and in the audit trail. */
function tokenPerson(name: string, scopes: readonly TokenScope[]): Person {
  const role = scopes.includes('runs:start') ? 'manager' : 'viewer';
  return { email: `token:${name}`, name, role };
}

const lastRecorded = new Map<string, number>();

/** Records the use of a token, detached from the request. */
function recordUse(warehouse: Warehouse, { id, lastUsedAt }: ApiTokenRow, now: Date): void {
  const since = Math.max(lastUsedAt?.getTime() ?? 0, lastRecorded.get(id) ?? 0);
  if (now.getTime() - since < USE_INTERVAL_MS) return;
  lastRecorded.set(id, now.getTime());
  const command = recordTokenUse(id, now, new Date(now.getTime() - USE_INTERVAL_MS));
  warehouse
    .transaction('api-tokens.used', (session) => session.write(command), { idempotent: true })
    .catch((error: unknown) => reportError('api-tokens.used', error));
}

function refusedError(reason: string): AppError {
  return new AppError('sign_in_required', `${reason} Nothing was changed.`);
}

/** Compares hashes, so that timing reveals neither the length nor the content. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
