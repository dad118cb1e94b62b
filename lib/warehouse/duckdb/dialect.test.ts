import { describe, expect, it } from 'vitest';
import { toDuckDb } from './dialect';

describe('toDuckDb', () => {
  it.each([
    ['DATEDIFF(hour, MAX(a), b)', "DATEDIFF('hour', MAX(a), b)"],
    ['datediff( Minute , a, b)', "datediff( 'Minute', a, b)"],
    ["DATEDIFF('day', a, b)", "DATEDIFF('day', a, b)"],
  ])('quotes the bare date part of %j', (sql, translated) => {
    expect(toDuckDb(sql)).toBe(translated);
  });

  it.each([
    ['DATEADD(day, -7, x)', 'DATEADD_day( -7, x)'],
    ["DATEADD('day', -7, x)", 'DATEADD_day( -7, x)'],
    ['dateadd( Minute , 1, x)', 'DATEADD_minute( 1, x)'],
    ["DATEADD('microsecond', n, x)", 'DATEADD_microsecond( n, x)'],
    ['DATEADD(\n  days,\n 1, x)', 'DATEADD_day(\n 1, x)'],
    ['DATEADD(day, 1, DATEADD(week, 2, x))', 'DATEADD_day( 1, DATEADD_week( 2, x))'],
  ])('calls the macro of the date part in %j', (sql, translated) => {
    expect(toDuckDb(sql)).toBe(translated);
  });

  it.each([
    "SELECT 'DATEADD(day, 1, x)'",
    "SELECT 'it''s DATEADD(day, 1, x)'",
    'SELECT "DATEADD(day, 1, x)"',
    '-- DATEADD(day, 1, x)\nSELECT 1',
    '/* DATEADD(day, 1, x)\n */ SELECT 1',
    'SELECT $$DATEADD(day, 1, x)$$',
    'SELECT my_dateadd(day, x)',
    'SELECT DATEADD(unit, 1, x) FROM t',
  ])('leaves %j unchanged', (sql) => {
    expect(toDuckDb(sql)).toBe(sql);
  });

  it('finds a call after a comment with an apostrophe', () => {
    expect(toDuckDb("-- today's\nSELECT DATEADD(day, 1, x)")).toBe(
      "-- today's\nSELECT DATEADD_day( 1, x)",
    );
  });
});
