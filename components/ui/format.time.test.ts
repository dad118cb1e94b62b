import { describe, expect, test } from 'vitest';
import {
  formatClock,
  formatDateTime,
  formatDateTimeZone,
  formatDuration,
  formatRelative,
} from './format';
import { parseTimeZone } from './preference-cookies';

const now = Date.parse('2026-03-14T12:00:00Z');
const minute = 60_000;
const hour = 60 * minute;

describe('a moment', () => {
  test.each([
    [0, 'just now'],
    [-59_000, 'just now'],
    [30_000, 'in a moment'],
    [-5 * minute, '5 min ago'],
    [3 * hour + 59 * minute, 'in 3 h'],
    [-25 * hour, '1 d ago'],
    [-45 * 24 * hour, '1 mo ago'],
    [-800 * 24 * hour, '2 y ago'],
  ])('%i ms from now is "%s"', (distance, words) => {
    expect(formatRelative(new Date(now + distance), now)).toBe(words);
  });

  test('is told in the reader’s zone', () => {
    const at = new Date('2026-03-14T22:30:00Z');
    expect(formatDateTime(at, 'UTC')).toBe('14 Mar 2026, 22:30');
    expect(formatDateTime(at, 'Asia/Tokyo')).toBe('15 Mar 2026, 07:30');
    expect(formatDateTimeZone(at, 'UTC')).toBe('14 Mar 2026, 22:30 UTC');
    expect(formatDateTimeZone(at, 'Asia/Tokyo')).toBe('15 Mar 2026, 07:30 (Asia/Tokyo)');
  });

  test('carries its day only when that is another than today', () => {
    expect(formatClock(new Date('2026-03-14T14:20:00Z'), 'UTC', now)).toBe('14:20');
    expect(formatClock(new Date('2026-03-15T00:05:00Z'), 'UTC', now)).toBe('15 Mar, 00:05');
  });

  test('that is none is a dash', () => {
    const none = new Date('nonsense');
    expect(formatRelative(none, now)).toBe('–');
    expect(formatDateTime(none, 'UTC')).toBe('–');
  });
});

test.each([
  [420, '420 ms'],
  [3_249, '3.2 s'],
  [59_990, '59.9 s'],
  [4 * minute + 5_000, '4 min 5 s'],
  [2 * minute, '2 min'],
  [2 * hour + 10 * minute, '2 h 10 min'],
])('%i ms last "%s"', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});

test('a zone that nobody knows is UTC', () => {
  expect(parseTimeZone('Europe/Berlin')).toBe('Europe/Berlin');
  expect(parseTimeZone('Mars/Olympus')).toBe('UTC');
  expect(parseTimeZone(undefined)).toBe('UTC');
});
