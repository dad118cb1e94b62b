import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { parseScope, type ScopeInput } from './scope';

const now = new Date('2026-03-31T12:00:00Z');
const usual: ScopeInput = { period: { days: 30 }, zone: 'UTC' };

function refusal(asked: unknown): string {
  try {
    parseScope(asked as ScopeInput, now);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return error.message;
    throw error;
  }
  return 'it was taken';
}

describe('a scope', () => {
  it('narrows to nothing unless asked to', () => {
    const { segments, levels, managers, from, period } = parseScope(usual, now);
    expect([segments, levels, managers]).toEqual([[], [], []]);
    expect(from).toEqual(period.from);
    expect(from.toISOString()).toBe('2026-03-01T00:00:00.000Z');
  });

  it.each([
    ['a zone that nobody knows', { ...usual, zone: 'Mars/Base' }],
    ['no days', { ...usual, period: { days: 0 } }],
    [
      'a day that is not in the calendar',
      { ...usual, period: between('2026-02-29', '2026-03-01') },
    ],
    ['an end before the beginning', { ...usual, period: between('2026-03-02', '2026-03-01') }],
    ['decades', { ...usual, period: between('2006-03-02', '2026-03-01') }],
    ['a list of anything', { ...usual, segments: [{}] }],
  ])('is refused with %s', (_, asked) => {
    expect(refusal(asked)).not.toBe('it was taken');
  });
});

function between(first: string, last: string) {
  return { first, last };
}
