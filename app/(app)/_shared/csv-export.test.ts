import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { csvExport, scopeText } from './csv-export';

const description = {
  name: 'CSM José O’Neil',
  title: 'Decisions',
  days: ['2026-03-01', '2026-03-02'],
  timeZone: 'America/New_York',
  scope: 'Segment: Residential',
  now: new Date('2026-03-03T02:15:00Z'),
};
const columns = [
  { title: 'Account', cell: (row: { readonly name: string }) => row.name },
  { title: 'At', cell: () => new Date('2026-03-02T04:30:00Z') },
  { title: 'Late', cell: () => true },
  { title: 'Score', cell: () => null },
];

async function recordsOf(batches: readonly (readonly { readonly name: string }[])[]) {
  const { text } = csvExport(description, columns, batches);
  let all = '';
  for await (const part of text as AsyncIterable<string>) all += part;
  expect(all.startsWith('\uFEFF')).toBe(true);
  return parse(all, { bom: true, relax_column_count: true }) as string[][];
}

it('names the period in the file name, with characters that every system accepts', () => {
  expect(csvExport(description, columns, []).fileName).toBe(
    'csm-jose-o-neil-2026-03-01-to-2026-03-02.csv',
  );
  expect(csvExport({ ...description, days: null }, columns, []).fileName).toBe(
    'csm-jose-o-neil-2026-03-02.csv',
  );
});

it('begins with the period, time zone, and scope, followed by the rows of all batches', async () => {
  expect(await recordsOf([[{ name: '=HYPERLINK("x")' }], [{ name: 'A, B' }]])).toEqual([
    ['Decisions'],
    ['Period', '2026-03-01 to 2026-03-02'],
    ['Time zone', 'America/New_York'],
    ['Scope', 'Segment: Residential'],
    ['Exported at', '2026-03-02 21:15'],
    [''],
    ['Account', 'At', 'Late', 'Score'],
    [`'=HYPERLINK("x")`, '2026-03-01 23:30', 'Yes', ''],
    ['A, B', '2026-03-01 23:30', 'Yes', ''],
  ]);
});

it('lists the filters of a scope', () => {
  const scope = {
    period: '7d',
    from: null,
    to: null,
    zone: null,
    segment: [],
    level: [],
    team: [],
  } as const;
  expect(scopeText({ ...scope, segment: [], level: [], team: [] })).toBe('All');
  expect(scopeText({ ...scope, segment: ['A', 'B'], level: [], team: ['Rita'] })).toBe(
    'Segment: A, B; Team: Rita',
  );
});
