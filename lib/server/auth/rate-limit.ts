import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '@/lib/server/errors';

const windowSeconds = 15 * 60;

/** Failures allowed in 15 minutes. The last one holds where an address can be made up. */
export const signInLimits = { pair: 5, address: 50, email: 25 } as const;

interface Limiters {
  readonly pair: RateLimiterMemory;
  readonly address: RateLimiterMemory;
  readonly email: RateLimiterMemory;
}

// On globalThis, because Next gives pages and route handlers each their own copy of a module.
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
    duration: windowSeconds,
  });
}

/** An attempt that counts as failed until it is forgiven. */
export interface SignInAttempt {
  /** It succeeded: forgets the failures of this email from this address. */
  succeed(): Promise<void>;
  /** It was nobody's fault: takes back this one count. */
  forgive(): Promise<void>;
}

/**
 * Counts an attempt to sign in before its password is looked at, so that attempts made at the same
 * time cannot slip past the limit together.
 * @param address the network address it came from
 * @throws AppError `too_many_attempts`, with `retryAt` (ISO 8601) in its details.
 */
export async function countSignInAttempt(email: string, address: string): Promise<SignInAttempt> {
  const { pair, address: byAddress, email: byEmail } = limiters();
  const name = email.trim().toLowerCase();
  const both = `${name} ${address}`;
  try {
    await pair.consume(both);
    await byAddress.consume(address);
    await byEmail.consume(name);
  } catch (refusal) {
    if (isRefusal(refusal)) throw tooManyAttemptsError(refusal.msBeforeNext);
    throw refusal;
  }
  async function takeBack() {
    await Promise.all([byAddress.reward(address), byEmail.reward(name)]);
  }
  return {
    async succeed() {
      await Promise.all([pair.delete(both), takeBack()]);
    },
    async forgive() {
      await Promise.all([pair.reward(both), takeBack()]);
    },
  };
}

/** By its shape, because Next gives pages and route handlers each their own copy of the class. */
function isRefusal(value: unknown): value is RateLimiterRes {
  return typeof value === 'object' && value !== null && 'msBeforeNext' in value;
}

function tooManyAttemptsError(ms: number): AppError {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return new AppError(
    'too_many_attempts',
    `Too many attempts to sign in. Try again in ${wait}; until then even the right password is refused.`,
    { details: { retryAt: new Date(Date.now() + ms).toISOString() } },
  );
}

/**
 * The network address that a request came from: the last hop that was recorded, which the nearest
 * proxy wrote, or the server itself where there is none.
 */
export function clientAddress(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
}
