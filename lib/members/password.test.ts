import { describe, expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './password';

describe('passwords', () => {
  test('match only the correct one', async () => {
    const hash = await hashPassword('correct horse 🐎');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(hash, 'correct horse 🐎')).toBe(true);
    expect(await verifyPassword(hash, 'correct horse')).toBe(false);
    expect(await verifyPassword(hash, '')).toBe(false);
  });

  test('hash differently each time', async () => {
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
  });

  test('never match without a hash, in the same amount of time', async () => {
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
