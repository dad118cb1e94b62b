import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { MINUTE_MS } from '@/lib/time';
import { countSignInAttempt, signInLimits } from './rate-limit';

let turn = 0;
let address = '';
let email = '';

beforeEach(() => {
  turn += 1;
  address = `10.0.0.${turn}`;
  email = `person${turn}@example.com`;
});

afterEach(() => {
  vi.useRealTimers();
});

async function fail(times: number, from = address, name = email) {
  for (let count = 0; count < times; count += 1) await countSignInAttempt(name, from);
}

describe('the sign-in rate limit', () => {
  test('allows five failures and rejects the sixth attempt with the time to retry', async () => {
    await fail(signInLimits.pair);
    const refusal: unknown = await countSignInAttempt(email, address).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(AppError);
    const { code, message, details } = refusal as AppError;
    expect(code).toBe('too_many_attempts');
    expect(message).toContain('15 minutes');
    const wait = Date.parse(String(details?.retryAt)) - Date.now();
    expect(wait).toBeGreaterThan(14 * MINUTE_MS);
    expect(wait).toBeLessThanOrEqual(15 * MINUTE_MS);
  });

  test('lets five of a hundred concurrent attempts through', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, () => countSignInAttempt(email, address)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(signInLimits.pair);
  });

  test('ignores the case of the email', async () => {
    await fail(signInLimits.pair);
    await expect(countSignInAttempt(` ${email.toUpperCase()} `, address)).rejects.toMatchObject({
      code: 'too_many_attempts',
    });
  });

  test('does not affect other people at the same network address', async () => {
    await fail(signInLimits.pair);
    await expect(countSignInAttempt('other@example.com', address)).resolves.toBeDefined();
  });

  test('resets on success', async () => {
    await fail(signInLimits.pair - 1);
    await (await countSignInAttempt(email, address)).succeed();
    await expect(fail(signInLimits.pair)).resolves.toBeUndefined();
  });

  test('does not count forgiven attempts', async () => {
    for (let count = 0; count < signInLimits.pair * 3; count += 1) {
      await (await countSignInAttempt(email, address)).forgive();
    }
    await expect(countSignInAttempt(email, address)).resolves.toBeDefined();
  });

  test('stops one network address that tries many emails', async () => {
    for (let count = 0; count < signInLimits.address; count += 1) {
      await countSignInAttempt(`name${count}@example.com`, address);
    }
    await expect(countSignInAttempt('one-more@example.com', address)).rejects.toMatchObject({
      code: 'too_many_attempts',
    });
  });

  test('stops many network addresses that try one email', async () => {
    for (let count = 0; count < signInLimits.email; count += 1) {
      await countSignInAttempt(email, `${address}-${count}`);
    }
    await expect(countSignInAttempt(email, `${address}-more`)).rejects.toMatchObject({
      code: 'too_many_attempts',
    });
  });

  test('expires after 15 minutes', async () => {
    vi.useFakeTimers();
    await fail(signInLimits.pair);
    vi.advanceTimersByTime(14 * MINUTE_MS);
    await expect(countSignInAttempt(email, address)).rejects.toMatchObject({
      message: expect.stringContaining('a minute'),
    });
    vi.advanceTimersByTime(MINUTE_MS + 1_000);
    await expect(countSignInAttempt(email, address)).resolves.toBeDefined();
  });
});
