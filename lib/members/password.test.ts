import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password';

describe('passwords', () => {
  test('the right one is recognised and others are not', async () => {
    const hash = await hashPassword('correct horse 🐎');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(hash, 'correct horse 🐎')).toBe(true);
    expect(await verifyPassword(hash, 'correct horse')).toBe(false);
    expect(await verifyPassword(hash, '')).toBe(false);
  });

  test('the same password never gives the same hash', async () => {
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
  });

  test('without a hash nobody gets in, and the work is done all the same', async () => {
    const hash = await hashPassword('secret');
    await verifyPassword(null, 'warm up');
    const time = async (known: string | null) => {
      const start = process.cpuUsage();
      for (let turn = 0; turn < 5; turn += 1) await verifyPassword(known, 'wrong');
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    const member = await time(hash);
    const stranger = await time(null);
    expect(await verifyPassword(undefined, 'secret')).toBe(false);
    expect(stranger).toBeGreaterThan(member / 3);
  });
});
