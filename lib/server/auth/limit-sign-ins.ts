import 'server-only';
import { createHmac } from 'node:crypto';
import { auditedTransaction } from '@/lib/server/audit/audited-transaction';
import { AppError } from '@/lib/server/errors';
import { MINUTE_MS } from '@/lib/time';
import {
  deleteSignInFailures,
  insertSignInFailure,
  recentSignInFailures,
} from '@/lib/warehouse/sql/sign-in-failures';
import type { Warehouse } from '@/lib/warehouse/types';
import { InFlight } from './in-flight';
import { knownDevice } from './known-device';
import type { Person } from './person';
import { authSecret } from './secrets';

/** How long a failure counts. */
export const FAILURE_WINDOW_MS = 15 * MINUTE_MS;

/** What happens after how many failures within the window. */
export const signInLimits = {
  /** From one network address: refused from then on. */
  address: 20,
  /** From one browser on which the member has signed in before: refused from then on. */
  device: 10,
  /** For one email address, from anywhere: each further attempt waits, longer each time. */
  email: 5,
  firstDelayMs: 500,
  maxDelayMs: 8_000,
  /** How many attempts may wait at a time: for one email address, and in all. */
  waitingPerEmail: 5,
  waiting: 100,
} as const;

/** How often a server deletes failures that no longer count. */
const CLEANUP_INTERVAL_MS = 5 * MINUTE_MS;
/** When to try again after too many attempts at the same time. */
const RETRY_SOON_MS = 10_000;

/** Who tries to sign in. */
export interface SignInClient {
  /** The network address, as `clientAddress` returns it. */
  readonly address: string;
  /** The device cookie, which may be forged. */
  readonly device: string | undefined;
}

/** What the limits need, so that tests control the time. */
export interface SignInLimitContext {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  /** Resolves after some milliseconds; rejects when the client disconnects or the server stops. */
  readonly wait: (ms: number) => Promise<void>;
}

/** The result of checking a password. */
export type SignInCheck =
  | { readonly person: Person }
  | {
      readonly refused: 'wrong password' | 'unknown email' | 'disabled' | 'needs single sign-on';
      /** The member's email address; null if there is none. What was typed may be a password. */
      readonly member: string | null;
      /** What to tell the person. */
      readonly error: AppError;
    };

// On globalThis because Next.js gives pages and route handlers separate copies of a module.
const holder = globalThis as { [key: symbol]: SignInState | undefined };
const stateKey = Symbol.for('csm-routing.sign-in-limits');
interface SignInState {
  readonly attempts: InFlight;
  readonly waiting: InFlight;
  readonly reports: InFlight;
  cleanedAt: number;
}

function processState(): SignInState {
  holder[stateKey] ??= {
    attempts: new InFlight(),
    waiting: new InFlight(),
    reports: new InFlight(),
    cleanedAt: 0,
  };
  return holder[stateKey];
}

/**
 * Checks a password within the limits. Failures are counted in the warehouse, which all servers share,
 * under hashed keys. A browser on which the member has signed in before has a limit of its own, so that
 * nobody else's guesses keep the member out.
 * @throws AppError `too_many_attempts`, with `retryAt` (ISO 8601) in its details; the error of a
 *   failed check; or what `check` throws, which does not count
 */
export async function limitSignIns(
  ctx: SignInLimitContext,
  email: string,
  client: SignInClient,
  check: () => Promise<SignInCheck>,
): Promise<Person> {
  const { attempts } = processState();
  const device = knownDevice(client.device, email);
  const limited = device ? hashKey('device', device) : hashKey('address', client.address);
  const slowed = device ? null : hashKey('email', email.trim().toLowerCase());
  const limit = device ? signInLimits.device : signInLimits.address;
  // Attempts in progress count as failures, so that concurrent ones can't exceed a limit together.
  const inProgress = attempts.enter(limited);
  const inProgressForEmail = slowed ? attempts.enter(slowed) : 0;
  try {
    const since = new Date(ctx.now().getTime() - FAILURE_WINDOW_MS);
    const keys = slowed ? [limited, slowed] : [limited];
    const rows = await ctx.warehouse.read(recentSignInFailures(keys, since, signInLimits.address));
    const failuresOf = (key: string) => rows.filter(({ key_hash }) => key_hash === key);
    const failures = failuresOf(limited);
    if (failures.length + inProgress >= limit) {
      const freed = failures[limit - 1]?.failed_at.getTime();
      const retryInMs = freed ? freed - since.getTime() : RETRY_SOON_MS;
      throw await refuse(ctx, limited, client.address, retryInMs);
    }
    const delayMs = slowed ? delayAfter(failuresOf(slowed).length + inProgressForEmail) : 0;
    if (slowed && delayMs > 0) await waitInLine(ctx, slowed, client.address, delayMs);
    const result = await check();
    if ('person' in result) return result.person;
    await recordFailure(ctx, keys, client.address, result);
    throw result.error;
  } finally {
    attempts.leave(limited);
    if (slowed) attempts.leave(slowed);
  }
}

/** How long an attempt waits after so many failures for its email address, in milliseconds. */
export function delayAfter(failures: number): number {
  const { email, firstDelayMs, maxDelayMs } = signInLimits;
  return failures < email ? 0 : Math.min(maxDelayMs, firstDelayMs * 2 ** (failures - email));
}

async function waitInLine(
  ctx: SignInLimitContext,
  email: string,
  address: string,
  delayMs: number,
): Promise<void> {
  const { waiting } = processState();
  const others = waiting.enter(email);
  try {
    if (others >= signInLimits.waitingPerEmail || waiting.size > signInLimits.waiting) {
      throw await refuse(ctx, email, address, RETRY_SOON_MS);
    }
    await ctx.wait(delayMs);
  } finally {
    waiting.leave(email);
  }
}

async function recordFailure(
  ctx: SignInLimitContext,
  keys: readonly string[],
  address: string,
  { refused, member }: Exclude<SignInCheck, { person: Person }>,
): Promise<void> {
  const state = processState();
  const at = ctx.now();
  const isCleanupDue = at.getTime() - state.cleanedAt >= CLEANUP_INTERVAL_MS;
  if (isCleanupDue) state.cleanedAt = at.getTime();
  await auditedTransaction(asStranger(ctx), 'sign-in.fail', async (session, record) => {
    await session.write(insertSignInFailure(keys, at));
    if (isCleanupDue) {
      const before = new Date(at.getTime() - FAILURE_WINDOW_MS);
      await session.write(deleteSignInFailures(before));
    }
    record({ action: 'sign-in.refused', subject: member, details: { reason: refused, address } });
  });
}

/**
 * The error of a refused attempt. The audit trail gets one entry for each key and window, so that it can't
 * be flooded.
 */
async function refuse(
  ctx: SignInLimitContext,
  key: string,
  address: string,
  retryInMs: number,
): Promise<AppError> {
  const { reports } = processState();
  const report = hashKey('refused', key);
  try {
    if (reports.enter(report) === 0) await reportRefusal(ctx, report, address);
  } finally {
    reports.leave(report);
  }
  return tooManyAttemptsError(ctx.now(), retryInMs);
}

async function reportRefusal(ctx: SignInLimitContext, report: string, address: string) {
  const at = ctx.now();
  const known = recentSignInFailures([report], new Date(at.getTime() - FAILURE_WINDOW_MS), 1);
  if ((await ctx.warehouse.read(known)).length > 0) return;
  await auditedTransaction(asStranger(ctx), 'sign-in.refuse', async (session, record) => {
    if ((await session.read(known)).length > 0) return;
    await session.write(insertSignInFailure([report], at));
    record({ action: 'sign-in.refused', details: { reason: 'too many attempts', address } });
  });
}

function asStranger(ctx: SignInLimitContext) {
  return { ...ctx, person: { email: 'nobody', name: 'Not signed in' } };
}

/** Hashes a key, so that the warehouse has neither addresses nor what someone typed as an email. */
function hashKey(kind: 'address' | 'device' | 'email' | 'refused', value: string): string {
  return createHmac('sha256', authSecret()).update(`sign-in ${kind} ${value}`).digest('hex');
}

function tooManyAttemptsError(now: Date, ms: number): AppError {
  const minutes = Math.ceil(ms / MINUTE_MS);
  const wait = minutes <= 1 ? 'a minute' : `${minutes} minutes`;
  return new AppError(
    'too_many_attempts',
    `Too many sign-in attempts. Try again in ${wait}. Until then, even the correct password is rejected.`,
    { details: { retryAt: new Date(now.getTime() + ms).toISOString() } },
  );
}
