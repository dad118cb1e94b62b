import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { DAY_MS, MINUTE_MS } from '@/lib/time';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { signDevice } from './known-device';
import {
  delayAfter,
  FAILURE_WINDOW_MS,
  limitSignIns,
  type SignInCheck,
  signInLimits,
} from './limit-sign-ins';

const context = seededTestContext();
const admin = 'ada@example.com';
const person = { email: admin, name: 'Ada', role: 'admin' } as const;

const failures = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_SIGN_IN_FAILURES';
let auditedBefore: number;
let now: Date;
let waits: number[];
let wait: (ms: number) => Promise<void>;
beforeEach(async () => {
  await context.queryRows(`DELETE FROM ${failures}`);
  auditedBefore = 0;
  auditedBefore = (await audit()).length;
  now = new Date('2026-03-02T09:00:00Z');
  waits = [];
  wait = async (ms) => void waits.push(ms);
});

const right = async (): Promise<SignInCheck> => ({ person });
const error = new AppError('sign_in_required', 'The email address or the password is wrong.');
const wrong = async (): Promise<SignInCheck> => ({
  refused: 'wrong password',
  member: admin,
  error,
});

interface Attempt {
  readonly email?: string;
  readonly address?: string;
  readonly device?: string;
  readonly check?: typeof right;
}

/** Attempts to sign in, and returns the name or the error's code. */
async function attempt({ email = admin, address = 'a', device, check = wrong }: Attempt = {}) {
  const ctx = { warehouse: context.warehouse, now: () => now, wait: (ms: number) => wait(ms) };
  return limitSignIns(ctx, email, { address, device }, check).then(
    ({ name }) => name,
    (error: AppError) => error.code,
  );
}
const failTimes = async (times: number, options: (at: number) => Attempt) => {
  for (let at = 0; at < times; at++) await attempt(options(at));
};
const audit = async () => {
  const entries = await context.queryRows(
    `SELECT subject, details FROM DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_AUDIT
WHERE action = 'sign-in.refused' ORDER BY entry_number`,
  );
  return entries.slice(auditedBefore);
};
const stored = () => context.queryRows(`SELECT * FROM ${failures}`);

describe('one network address', () => {
  it('cannot try the passwords of 70 accounts', async () => {
    let tried = 0;
    await failTimes(70, (at) => ({
      email: `person${at}@example.com`,
      check: async () => {
        tried += 1;
        return wrong();
      },
    }));
    expect(tried).toBe(signInLimits.address);
  });

  it('is refused with the time to try again, and works again then', async () => {
    const started = now.getTime();
    await failTimes(signInLimits.address, (at) => ({ email: `person${at}@example.com` }));
    now = new Date(started + 5 * MINUTE_MS);
    const ctx = { warehouse: context.warehouse, now: () => now, wait };
    const error = await limitSignIns(
      ctx,
      'b@c.d',
      { address: 'a', device: undefined },
      right,
    ).catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'too_many_attempts',
      message: expect.stringContaining('Try again in 10 minutes'),
      details: { retryAt: new Date(started + FAILURE_WINDOW_MS).toISOString() },
    });
    now = new Date(started + FAILURE_WINDOW_MS);
    expect(await attempt({ check: right })).toBe('Ada');
  });

  it('is refused by every server of the warehouse', async () => {
    await failTimes(signInLimits.address, (at) => ({ email: `person${at}@example.com` }));
    // Another server has nothing in its memory.
    Reflect.deleteProperty(globalThis, Symbol.for('csm-routing.sign-in-limits'));
    expect(await attempt({ check: right })).toBe('too_many_attempts');
  });

  it('cannot exceed the limit with attempts at the same time', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, at) => attempt({ email: `person${at}@example.com` })),
    );
    // Fewer if an attempt counts both as in progress and as failed, because it ends meanwhile.
    const failed = outcomes.filter((code) => code === 'sign_in_required');
    expect(failed.length).toBeLessThanOrEqual(signInLimits.address);
    expect(new Set(outcomes)).toEqual(new Set(['sign_in_required', 'too_many_attempts']));
  });

  it('does not affect another one, and successful attempts do not count', async () => {
    await failTimes(signInLimits.address, () => ({ email: admin }));
    expect(await attempt({ address: 'b', email: 'b@c.d', check: right })).toBe('Ada');
    for (let at = 0; at < 2 * signInLimits.address; at++) {
      expect(await attempt({ address: 'c', email: 'b@c.d', check: right })).toBe('Ada');
    }
  });
});

describe('one email address, tried from many network addresses', () => {
  const guess = (at: number) => ({ address: `address ${at}` });

  it('is slowed down more and more, up to 8 seconds, but never locked out', async () => {
    await failTimes(25, guess);
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, ...Array.from({ length: 16 }, () => 8_000)]);
    expect(await attempt({ address: 'at home', check: right })).toBe('Ada');
    expect(waits.at(-1)).toBe(signInLimits.maxDelayMs);
    now = new Date(now.getTime() + FAILURE_WINDOW_MS);
    await attempt({ address: 'at home', check: right });
    expect(waits).toHaveLength(21);
  });

  it('is not slowed down on a browser on which the member has signed in before', async () => {
    await failTimes(25, guess);
    const before = waits.length;
    const device = signDevice('0'.repeat(32), 'Ada@Example.com');
    expect(await attempt({ device, check: right })).toBe('Ada');
    expect(waits).toHaveLength(before);
    // Another member's cookie, and one that is made up, exempt nobody.
    for (const forged of [
      signDevice('0'.repeat(32), 'bo@b.c'),
      `${'0'.repeat(32)}.${'0'.repeat(64)}`,
    ]) {
      await attempt({ device: forged, check: right, address: 'b' });
    }
    expect(waits).toHaveLength(before + 2);
  });

  it('keeps few attempts waiting, and forgets them when their client disconnects', async () => {
    await failTimes(signInLimits.email, guess);
    const disconnect: (() => void)[] = [];
    const begun: Promise<string>[] = [];
    wait = () =>
      new Promise((_, reject) => {
        disconnect.push(() => reject(new AppError('cancelled', 'The sign-in was canceled.')));
      });
    for (let at = 0; at < signInLimits.waitingPerEmail; at++) {
      begun.push(attempt({ address: `waiting ${at}` }));
    }
    await expect.poll(() => disconnect).toHaveLength(signInLimits.waitingPerEmail);
    expect(await attempt({ address: 'one more' })).toBe('too_many_attempts');
    for (const end of disconnect) end();
    expect(await Promise.all(begun)).toEqual(begun.map(() => 'cancelled'));
    wait = async () => {};
    expect(await attempt({ address: 'one more', check: right })).toBe('Ada');
  });
});

it('limits the guesses of a known device without affecting anyone else', async () => {
  const device = signDevice('1'.repeat(32), admin);
  await failTimes(signInLimits.device, () => ({ device }));
  expect(await attempt({ device, check: right })).toBe('too_many_attempts');
  expect(await attempt({ check: right })).toBe('Ada');
  expect(waits).toEqual([]);
});

it('does not count an attempt that the warehouse could not check', async () => {
  const check = async () => {
    throw new AppError('warehouse_unavailable', 'The warehouse is not responding.');
  };
  await failTimes(30, () => ({ check }));
  expect(await stored()).toEqual([]);
  expect(await attempt({ check: right })).toBe('Ada');
});

describe('what is kept', () => {
  it('has neither addresses nor emails, and is deleted when it no longer counts', async () => {
    await attempt({ email: 'my password', address: '192.0.2.1' });
    for (const row of await stored()) expect(row.key_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(await stored())).not.toMatch(/my password|192\.0\.2\.1/);
    now = new Date(now.getTime() + DAY_MS);
    await attempt();
    expect(await stored()).toHaveLength(2);
  });

  it('in the audit trail is each failure, and one entry for all that are refused', async () => {
    await failTimes(signInLimits.address + 50, (at) => ({ email: `person${at}@example.com` }));
    const refused = '{"reason":"too many attempts","address":"a"}';
    const entries = await audit();
    expect(entries).toHaveLength(signInLimits.address + 1);
    expect(entries[0]).toEqual({
      subject: admin,
      details: '{"reason":"wrong password","address":"a"}',
    });
    expect(entries.at(-1)).toEqual({ subject: null, details: refused });
    // 20 failures of an address and of 20 emails, and the refusal.
    expect(await stored()).toHaveLength(2 * signInLimits.address + 1);
  });
});

it('waits from half a second to eight', () => {
  expect([0, 4, 5, 6, 9, 1_000].map(delayAfter)).toEqual([0, 0, 500, 1_000, 8_000, 8_000]);
});
