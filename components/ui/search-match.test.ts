import { expect, test } from 'vitest';
import { matchesAllWords } from './search-match';

test('a name matches any of its words, regardless of case, accents, and order', () => {
  expect(matchesAllWords('José Ávila', 'jose')).toBe(true);
  expect(matchesAllWords('José Ávila', 'avi JO')).toBe(true);
  expect(matchesAllWords('José Ávila', 'jos x')).toBe(false);
});
