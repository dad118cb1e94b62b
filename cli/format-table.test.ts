import { describe, expect, it } from 'vitest';
import { formatJson, formatTable } from './format-table';

describe('formatting a result', () => {
  it('aligns columns, numbers to the right, with NULL, timestamps, and emoji', () => {
    const table = {
      columns: ['name', 'n', 'at'],
      rows: [
        ['Ann 🦊', 7, new Date('2026-01-02T03:04:05.678Z')],
        ["O'Neil", 1200, null],
      ],
      rowsAffected: null,
    };
    expect(formatTable(table)).toBe(
      [
        'name       n  at',
        '──────  ────  ───────────────────────',
        'Ann 🦊     7  2026-01-02 03:04:05.678',
        "O'Neil  1200  NULL",
        '(2 rows)',
      ].join('\n'),
    );
  });

  it('aligns names with escape sequences as they are printed', () => {
    const rows = [['\x1b[31mRed\x1b[0m'], ['\x9b2Jclear'], ['moon\u202egnp']];
    expect(formatTable({ columns: ['name'], rows, rowsAffected: null })).toBe(
      [
        'name',
        '─'.repeat(22),
        '\\u001b[31mRed\\u001b[0m',
        '\\u009b2Jclear',
        'moon\\u202egnp',
        '(3 rows)',
      ].join('\n'),
    );
  });

  it('shows the columns of an empty result', () => {
    expect(formatTable({ columns: ['a'], rows: [], rowsAffected: null })).toBe('a\n─\n(0 rows)');
  });

  it('shows how many rows a statement changed', () => {
    expect(formatTable({ columns: [], rows: [], rowsAffected: 1 })).toBe('Done: 1 row changed.');
    expect(formatTable({ columns: [], rows: [], rowsAffected: null })).toBe('Done.');
  });

  it('formats JSON with one object per row', () => {
    const rows = [['A-1', null]];
    expect(JSON.parse(formatJson({ columns: ['id', 'x'], rows, rowsAffected: null }))).toEqual([
      { id: 'A-1', x: null },
    ]);
  });
});
