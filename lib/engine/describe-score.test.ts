import { describe, expect, test } from 'vitest';
import { scoreRating, wholeScore } from './describe-score';

describe('the rating of a score', () => {
  test('is excellent from 85, good from 60, fair from 35, and poor below', () => {
    const ratings = [100, 85, 84, 60, 59, 35, 34, 0].map(scoreRating);
    expect(ratings).toEqual([
      'excellent',
      'excellent',
      'good',
      'good',
      'fair',
      'fair',
      'poor',
      'poor',
    ]);
  });

  test('agrees with the whole number shown', () => {
    expect([wholeScore(84.6), scoreRating(84.6)]).toEqual([85, 'excellent']);
    expect([wholeScore(84.4), scoreRating(84.4)]).toEqual([84, 'good']);
  });

  test('is shown as 100 only if no CSM would have been better', () => {
    expect([wholeScore(99.99), wholeScore(100)]).toEqual([99, 100]);
  });

  test('is unknown on another scale', () => {
    expect([scoreRating(-1), scoreRating(100.5), scoreRating(Number.NaN)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
