import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/server/errors';

const WINDOW_SECONDS = 15 * 60;

/** Failed attempts allowed in 15 minutes. The limit per email also holds if addresses are spoofed. */
export const signInLimits = { pair: 5, address: 50, email: 25 } as const;

interface Limiters {
  readonly pair: RateLimiterMemory;
  readonly address: RateLimiterMemory;
  readonly email: RateLimiterMemory;
}

// On globalThis because Next.js gives pages and route handlers separate copies of a module.
const holder = globalThis as { [key: symbol]: Limiters | undefined };
const key = Symbol.for('csm-routing.sign-in-limits');

function limiters(): Limiters {
  holder[key] ??= {
    pair: limiter('pair'),
    address: limiter('address'),
    email: limiter('email'),
  };
  return holder[key];
}

function limiter(name: keyof typeof signInLimits): RateLimiterMemory {
  return new RateLimiterMemory({
    keyPrefix: name,
    points: signInLimits[name],
    duration: WINDOW_SECONDS,
  });
}

/** An attempt that counts as failed unless one of these is called. */
export interface SignInAttempt {
  /** Clears the failures of this email from this address. */
  succeed(): Promise<void>;
  /** Uncounts this attempt, for failures that are not the person's fault. */
  forgive(): Promise<void>;
}

/**
 * Counts a sign-in attempt. Call it before checking the password, so that concurrent attempts
 * cannot exceed the limit together.
 * @param address the client's network address
 * @throws AppError `too_many_attempts`, with `retryAt` (ISO 8601) in its details
 */
export async function countSignInAttempt(email: string, address: string): Promise<SignInAttempt> {
  const { pair, address: byAddress, email: byEmail } = limiters();
  const name = email.trim().toLowerCase();
  const both = `${name} ${address}`;
  try {
    await pair.consume(both);
    await byAddress.consume(address);
    await byEmail.consume(name);
  } catch (error) {
    if (isLimiterResult(error)) throw tooManyAttemptsError(error.msBeforeNext);
    throw error;
  }
  async function uncount() {
    await Promise.all([byAddress.reward(address), byEmail.reward(name)]);
  }
  return {
    async succeed() {
      await Promise.all([pair.delete(both), uncount()]);
    },
    async forgive() {
      await Promise.all([pair.reward(both), uncount()]);
    },
  };
}

/** Checks the shape, because Next.js gives pages and route handlers separate copies of the class. */
function isLimiterResult(value: unknown): value is RateLimiterRes {
  return typeof value === 'object' && value !== null && 'msBeforeNext' in value;
}

function tooManyAttemptsError(ms: number): AppError {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return new AppError(
    'too_many_attempts',
    `Too many sign-in attempts. Try again in ${wait}. Until then, even the correct password is rejected.`,
    { details: { retryAt: new Date(Date.now() + ms).toISOString() } },
  );
}

/**
 * Returns the client's network address: the last hop in `x-forwarded-for`, which was written by the
 * nearest proxy, or by this server if there is none.
 */
export function clientAddress(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
}
