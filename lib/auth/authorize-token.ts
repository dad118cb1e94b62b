import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '@/lib/errors';
import type { Person } from './person';
import { apiToken } from './secrets';

/** Whom the API token stands for. */
const tokenHolder: Person = { email: 'api', name: 'API token', role: 'manager' };

/**
 * Answers whom an `Authorization` header stands for.
 * @throws AppError `sign_in_required` unless it carries the API token as a bearer token.
 */
export function authorizeToken(header: string | null): Person {
  const given = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
  // Hashed first, so that neither length nor content shows in the time taken.
  if (given && timingSafeEqual(digest(given), digest(apiToken()))) return tokenHolder;
  throw new AppError('sign_in_required', 'The API token is missing or wrong. Nothing was changed.');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
