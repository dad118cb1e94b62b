import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/server/errors';
import { parseScope, type ScopeInput } from './scope';

const now = new Date('2026-03-31T12:00:00Z');
const defaults: ScopeInput = { period: { days: 30 }, zone: 'UTC' };

function rejectionMessage(input: unknown): string | null {
  try {
    parseScope(input as ScopeInput, now);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_input') return error.message;
    throw error;
  }
  return null;
}

describe('parseScope', () => {
  it('has no filters by default', () => {
    const { segments, levels, managers, from, period } = parseScope(defaults, now);
    expect([segments, levels, managers]).toEqual([[], [], []]);
    expect(from).toEqual(period.from);
    expect(from.toISOString()).toBe('2026-03-02T00:00:00.000Z');
  });

  it.each([
    ['an unknown time zone', { ...defaults, zone: 'Mars/Base' }],
    ['no days', { ...defaults, period: { days: 0 } }],
    ['a date that doesn’t exist', { ...defaults, period: between('2026-02-29', '2026-03-01') }],
    ['an end before the start', { ...defaults, period: between('2026-03-02', '2026-03-01') }],
    ['a period that is too long', { ...defaults, period: between('2006-03-02', '2026-03-01') }],
    ['filters that are not text', { ...defaults, segments: [{}] }],
  ])('rejects %s', (_, input) => {
    expect(rejectionMessage(input)).not.toBeNull();
  });
});

function between(first: string, last: string) {
  return { first, last };
}
