import { describe, expect, it } from 'vitest';
import { parseMicroseconds, parseStoredTime, toMicroseconds } from './microseconds';

describe('parseMicroseconds', () => {
  it.each([
    ['1772937000123456', 1_772_937_000_123_456n],
    ['-1', -1n],
    // Year 9999, beyond the integers that a number holds.
    ['253402300799999999', 253_402_300_799_999_999n],
    ['2026-03-08 02:30:00.123456', 1_772_937_000_123_456n],
    ['2026-03-08 02:30:00.123', 1_772_937_000_123_000n],
    ['2026-03-08 02:30:00', 1_772_937_000_000_000n],
    ['2026-03-08 02:30:00.123456789', 1_772_937_000_123_456n],
    ['2026-03-08T02:30:00.123Z', 1_772_937_000_123_000n],
    ['2026-03-08 02:30:00.000 +0000', 1_772_937_000_000_000n],
    ['1969-12-31 23:59:59.999999', -1n],
  ])('reads %j to the last microsecond', (stored, expected) => {
    expect(parseMicroseconds(stored)).toBe(expected);
  });

  it.each(['', '08.03.2026 02:30:00', 'yesterday', '2026-03-08', '1e6', '2026-13-08 02:30:00'])(
    'does not guess what %j means',
    (stored) => {
      expect(parseMicroseconds(stored)).toBeNull();
    },
  );
});

it('keeps every millisecond of a Date', () => {
  for (const at of ['2026-03-08T02:30:00.123Z', '1969-07-20T20:17:40.001Z', '9999-12-31T00:00Z']) {
    expect(parseStoredTime(toMicroseconds(new Date(at)))).toEqual(new Date(at));
  }
});
