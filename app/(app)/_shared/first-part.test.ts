import { expect, test } from 'vitest';
import { firstPart } from './first-part';

test('a short text is not cut', () => {
  expect(firstPart('')).toBeNull();
  expect(firstPart('x'.repeat(280))).toBeNull();
  expect(firstPart(Array.from({ length: 6 }, () => 'line').join('\n'))).toBeNull();
});

test('a long text is cut after a word', () => {
  const text = 'twelve chars '.repeat(40);
  const part = firstPart(text) ?? '';
  expect(text.startsWith(`${part} `)).toBe(true);
  expect(part).toMatch(/^twelve.*(twelve|chars)$/);
  expect(part.length).toBeGreaterThan(260);
  expect(part.length).toBeLessThanOrEqual(280);
});

test('a text without spaces is cut between characters, also those of several code points', () => {
  const family = '👩🏽‍🚀';
  const part = firstPart(family.repeat(100)) ?? '';
  expect(part).toBe(family.repeat(Math.floor(280 / family.length)));
});

test('a text of many lines is cut after six', () => {
  expect(firstPart(Array.from({ length: 9 }, (_, n) => String(n)).join('\n'))).toBe(
    '0\n1\n2\n3\n4\n5',
  );
});
