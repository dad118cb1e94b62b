import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { type ChartData, type ChartRow, toCsv } from './chart-data';

const columns: ChartData['columns'] = [
  { key: 'name', title: 'Name', kind: 'text' },
  { key: 'share', title: 'Share, of all', kind: 'share' },
  { key: 'day', title: 'Day', kind: 'day' },
];

const row = (id: string, cells: ChartRow['cells']): ChartRow => ({ id, cells });
const body = (...rows: ChartRow[]) => toCsv({ columns, rows }).split('\r\n').slice(1, -1);

describe('the CSV download of a chart', () => {
  it('begins with a byte order mark and the titles', () => {
    expect(toCsv({ columns, rows: [] })).toBe('\uFEFFName,"Share, of all",Day\r\n');
  });

  it('keeps numbers unrounded and days as ISO dates, and leaves missing values empty', () => {
    expect(
      body(
        row('1', { name: 'Ann', share: 0.123456789, day: '2026-03-14' }),
        row('2', { name: 'Bo', share: null }),
        row('3', { name: 'Cy', share: Number.NaN, day: null }),
        row('4', { name: 'Di', share: -0.5, day: '2026-03-15' }),
      ),
    ).toEqual(['Ann,0.123456789,2026-03-14', 'Bo,,', 'Cy,,', 'Di,-0.5,2026-03-15']);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('escapes the formula %j', (name) => {
    const text = toCsv({ columns, rows: [row('1', { name })] });
    expect(parse(text, { bom: true, from: 2 })).toEqual([[`'${name}`, '', '']]);
  });

  it('quotes fields so that a CSV parser restores them', () => {
    const names = ['a,b', 'say "hi"', 'two\nlines', 'two\r\nlines', 'Zoë', ' padded '];
    const text = toCsv({ columns, rows: names.map((name) => row(name, { name })) });
    const read = parse(text, { bom: true, from: 2, record_delimiter: '\r\n' });
    expect(read).toEqual(names.map((name) => [name, '', '']));
  });

  it('puts lines about the file above the header', () => {
    const text = toCsv({ columns, rows: [] }, [
      ['Time zone', 'Europe/Oslo'],
      ['Filters', '=A1, b'],
    ]);
    expect(text).toBe(
      `\uFEFFTime zone,Europe/Oslo\r\nFilters,"'=A1, b"\r\n\r\nName,"Share, of all",Day\r\n`,
    );
  });

  it('escapes formulas in titles', () => {
    const odd = toCsv({ columns: [{ key: 'a', title: '=A', kind: 'text' }], rows: [] });
    expect(odd).toBe("\uFEFF'=A\r\n");
  });
});
