import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { importHarness } from '@/test/support/import-harness';
import { importSources } from './import-sources';
import type { DecimalSeparator } from './number-format';

let harness: Awaited<ReturnType<typeof importHarness>>;
beforeAll(async () => {
  harness = await importHarness();
});
afterAll(() => harness.dispose());

const importText = (content: string, decimal: DecimalSeparator | null = null) =>
  importSources(harness.context(), { accounts: harness.file('list.csv', content), decimal });

const refusal = async (content: string, decimal: DecimalSeparator | null = null) => {
  const error = await importText(content, decimal).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid_input' });
  return (error as Error).message;
};

const scores = () =>
  harness.ask(
    `SELECT account_id, neediness_score, health_score, revenue FROM ${tableNames.accounts} ORDER BY 1`,
  );

describe('numbers with separators', () => {
  const european = 'account_id;revenue\nA-1;18.750\nA-2;640\n';

  it('that can be read both ways are refused, with both readings and how to choose', async () => {
    expect(await refusal(european)).toBe(
      'Nothing was imported: 18.750 (list.csv, line 2, revenue) may be 18.75 or 18,750. Semicolons separate its columns, so it is probably the second. Choose the decimal separator: "." for 18.75 (--decimal .) or "," for 18,750 (--decimal ,).',
    );
  });

  it.each([
    ['.', 18.75],
    [',', 18_750],
  ] as const)('are read with the decimal separator %j as chosen', async (decimal, expected) => {
    await importText(european, decimal);
    expect((await scores()).map((row) => row[3])).toEqual([expected, 640]);
  });

  it('are read as other numbers of the file show, with a note', async () => {
    const { notes } = await importText(
      'account_id;health_score;revenue\nA-1;71,5;18.750\nA-2;64;640\n',
    );
    expect((await scores()).map((row) => row.slice(2))).toEqual([
      [71.5, 18_750],
      [64, 640],
    ]);
    expect(notes).toContain(
      'list.csv: 18.750 (line 2, revenue) was read as 18,750, because other numbers have "," before their decimals. To read it as 18.75, choose "." as the decimal separator (--decimal .).',
    );
  });

  it('are refused if one column has both kinds', async () => {
    expect(await refusal('account_id;revenue\nA-1;10,5\nA-2;10.5\n')).toContain(
      'revenue in list.csv has both kinds of decimals: 10.5 (line 3) and 10,5 (line 2)',
    );
  });

  it('are bad rows if they do not fit the chosen separator', async () => {
    expect(await refusal('account_id;revenue\nA-1;10,55\n', '.')).toContain(
      'line 2, revenue: "10,55" is not a number',
    );
  });

  it('and signs of currency or percent are read, and other signs refused', async () => {
    const { notes } = await importText(
      'account_id,health_score,revenue\nA-1,71%,"$1,200"\nA-2,64 %,€ 950\nA-3,,"1,450.50 USD"\n',
    );
    expect((await scores()).map((row) => row.slice(2))).toEqual([
      [71, 1_200],
      [64, 950],
      [null, 1_450.5],
    ]);
    expect(notes.join('\n')).toContain('revenue has 3 currencies ($ in 1, € in 1, USD in 1)');
    expect(await refusal('account_id,revenue,health_score\nA-1,5%,$70\n')).toMatch(
      /health_score: "\$70" is not a number\n.*revenue: "5%" is not a number/,
    );
  });
});

describe('scores on another scale', () => {
  const rows = (column: string, values: readonly number[]) =>
    `account_id,${column}\n${values.map((value, at) => `A-${at},${value}`).join('\n')}\n`;
  const noteOn = async (column: string, values: readonly number[]) =>
    (await importText(rows(column, values))).notes.find((note) => note.includes('looks like'));

  it('are noted with the highest value', async () => {
    expect(await noteOn('health_score', [0.61, 0.7, 0.55, 0.91, 0.4, 0.8])).toBe(
      'list.csv: health_score looks like a fraction: the highest of 6 values is 0.91. It should be from 0 to 100. If it is on another scale, multiply it by 100 and import the file again.',
    );
    expect(await noteOn('health_score', [6, 7, 5, 9, 4])).toContain('a score from 0 to 10');
    expect(await noteOn('neediness_score', [0.6, 0.7, 0.5, 0.9, 0.4])).toContain('a fraction');
  });

  it('are not suspected if the highest value is plausible or there are few', async () => {
    expect(await noteOn('health_score', [5, 6, 4, 3, 55])).toBeUndefined();
    expect(await noteOn('health_score', [0.5, 0.6])).toBeUndefined();
    expect(await noteOn('neediness_score', [1, 2, 1, 2, 3])).toBeUndefined();
  });

  it('are named where values are out of range', async () => {
    const message = await refusal(rows('neediness_score', [55, 70, 8, 91]));
    expect(message).toContain('3 bad rows');
    expect(message).toContain(
      'neediness_score looks like a score from 0 to 100: the highest of 4 values is 91. Divide it by 10, so that it is from 0 to 10.',
    );
  });
});

describe('revenue in thousands or millions by its heading', () => {
  const noteOn = async (heading: string) => {
    const content = `account_id,"${heading}"\nA-1,1800\nA-2,640\n`;
    const { notes } = await harness.importAccounts(content, [`revenue=${heading}`]);
    return notes.find((note) => note.includes('by its heading'));
  };

  it('is read as it is, and noted with the highest value', async () => {
    expect(await noteOn('Revenue (k)')).toBe(
      'accounts.csv: by its heading, "Revenue (k)" is in thousands, and its values were read as they are: the highest of 2 is 1,800. If it should be 1,800,000, multiply the column by 1,000 and import the file again.',
    );
  });

  it.each([
    'ARR in thousands',
    'arr_k',
    'revenueK',
    'ARR (000s)',
    'revenue in 000s',
    'Revenue $k',
    'ARR [k€]',
    'Umsatz TEUR',
    'Revenue (thousands USD)',
  ])('is recognized in %j', async (heading) => {
    expect(await noteOn(heading)).toContain('is in thousands');
  });

  it('is recognized in millions, and not in other headings', async () => {
    expect(await noteOn('Revenue (m)')).toContain('If it should be 1,800,000,000');
    expect(await noteOn('ARR in millions')).toContain('is in millions');
    for (const heading of ['revenue', 'MRR', 'Bank revenue', 'ARR 2026', 'Kontowert']) {
      expect(await noteOn(heading), heading).toBeUndefined();
    }
  });
});
