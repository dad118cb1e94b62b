import { expect, test } from 'vitest';
import { rankedMatches, rankMatch } from './search-match';

test('a name matches any of its words, regardless of case, accents, and order', () => {
  expect(rankMatch(['José Ávila'], 'JOSE avila')).toBe(0);
  expect(rankMatch(['José Ávila'], 'jose')).toBe(1);
  expect(rankMatch(['José Ávila'], 'avi JO')).toBe(2);
  expect(rankMatch(['José Ávila'], 'vil')).toBe(3);
  expect(rankMatch(['José Ávila'], 'jos x')).toBeNull();
});

test('typed words may come from several names of an item', () => {
  expect(rankMatch(['Theme: Dark', 'appearance'], 'dark appear')).toBe(2);
});

test('exact matches come first, then those at the start, and equal ones keep their order', () => {
  const names = ['Rerun', 'Old runs', 'Runs by day', 'Start a run', 'Runs'];
  const found = rankedMatches(names, 'runs', (name) => [name]);
  expect(found.map(({ item }) => item)).toEqual(['Runs', 'Runs by day', 'Old runs']);
});

test('everything matches before anything is typed', () => {
  expect(rankedMatches(['b', 'a'], ' ', (name) => [name])).toHaveLength(2);
});
