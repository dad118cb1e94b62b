import { describe, expect, it } from 'vitest';
import { columnFormats, parseDigits, splitAmount } from './number-format';

const column = (name: string, max: number, ...texts: string[]) =>
  texts.map((digits, at) => ({ column: name, line: at + 2, digits, max }));
const revenue = (...texts: string[]) => column('revenue', 1e12, ...texts);

function revenueFormat(numbers: ReturnType<typeof column>, delimiter: string | null = ';') {
  const format = columnFormats(numbers, delimiter).get('revenue');
  if (!format) return null;
  if ('decimal' in format) return format.decimal;
  return 'conflict' in format ? 'conflict' : 'ambiguous';
}

describe('the decimal separator of a column', () => {
  it.each([
    [['12,5'], ','],
    [['12.5'], '.'],
    [['1.234.567'], ','],
    [['1,234,567'], '.'],
    [['1.234.567,8', '950'], ','],
    [['1,234.50'], '.'],
    [['0.125'], '.'],
    [['1 234,567'], ','],
    [['12.500', '7,25'], ','],
    [['12.500', '7.25'], '.'],
    [['12500.125'], '.'],
    [['950'], '.'],
    [['12.500', '950'], 'ambiguous'],
    [['12,500'], 'ambiguous'],
    [['12,5', '12.5'], 'conflict'],
  ])('of %j in a file with semicolons is %j', (texts, expected) => {
    expect(revenueFormat(revenue(...texts))).toBe(expected);
  });

  it('is a point if commas separate columns and groups of digits', () => {
    expect(revenueFormat(revenue('12,500', '950'), ',')).toBe('.');
    expect(revenueFormat(revenue('12.500', '950'), ',')).toBe('ambiguous');
    expect(revenueFormat(revenue('12.500', '12,500'), ',')).toBe('ambiguous');
  });

  it('is taken from other columns of the file if its own numbers can be read both ways', () => {
    const numbers = [...revenue('12.500'), ...column('health_score', 100, '79,5')];
    expect(columnFormats(numbers, ';').get('revenue')).toMatchObject({
      decimal: ',',
      inferred: { digits: '12.500', line: 2 },
    });
  });

  it('is clear where thousands would exceed the maximum', () => {
    expect(revenueFormat([...revenue('12.500'), ...column('health_score', 100, '79.125')])).toBe(
      '.',
    );
  });

  it('may differ between columns', () => {
    const numbers = [...revenue('1.250,50'), ...column('health_score', 100, '79.5')];
    const formats = columnFormats(numbers, ';');
    expect(formats.get('revenue')).toMatchObject({ decimal: ',' });
    expect(formats.get('health_score')).toMatchObject({ decimal: '.' });
  });
});

describe('reading digits', () => {
  it.each([
    ['1,234,567.8', '.', 1_234_567.8],
    ['1.234.567,8', ',', 1_234_567.8],
    ['12.500', ',', 12_500],
    ['12.500', '.', 12.5],
    ["1'234.50", '.', 1_234.5],
    ['1\u202f234,50', ',', 1_234.5],
    ['12,34,567', '.', 1_234_567],
    ['.5', '.', 0.5],
    ['5.', '.', 5],
    ['1.2e3', '.', 1_200],
    ['-7', '.', -7],
    ['12,5', '.', null],
    ['1,23', '.', null],
    ['1.2.3', '.', null],
    ['1,234 567', '.', null],
    ['.', '.', null],
    ['1,,234', '.', null],
  ] as const)('reads %j with %j as %j', (digits, decimal, expected) => {
    expect(parseDigits(digits, decimal)).toBe(expected);
  });
});

describe('an amount', () => {
  it.each([
    ['$1,200', '1,200', '$', false],
    ['€ 950', '950', '€', false],
    ['950,00 €', '950,00', '€', false],
    ['USD 1200', '1200', 'USD', false],
    ['1200 usd', '1200', 'USD', false],
    ['US$1,200', '1,200', 'US$', false],
    ['-$5', '-5', '$', false],
    ['85%', '85', null, true],
    ['85 %', '85', null, true],
    ['1.2E+06', '1.2E+06', null, false],
    ['7', '7', null, false],
  ])('%j has digits, currency, and percent sign', (text, digits, currency, percent) => {
    expect(splitAmount(text)).toEqual({ digits, currency, percent });
  });

  it.each(['lots', '12 apples', '12 ABC', '1.2M', '--5', '$', ''])('%j is not a number', (text) => {
    expect(splitAmount(text)).toBeNull();
  });
});
