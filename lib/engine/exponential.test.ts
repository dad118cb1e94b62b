import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exp, exp2 } from './exponential';

const relativeError = (value: number, exact: number) => Math.abs(value - exact) / exact;

test('2^x is exact for whole exponents', () => {
  expect([0, -1, -2, -10, -1022].map(exp2)).toEqual([1, 0.5, 0.25, 2 ** -10, 2 ** -1022]);
});

test('2^x and e^x are within their error bounds', () => {
  const exponents = Array.from({ length: 50_000 }, (_, step) => -step / 1_000);
  // Math.pow and Math.exp have an error of up to 2.3e-16 themselves.
  const outside = exponents.filter(
    (x) =>
      relativeError(exp2(x), 2 ** x) > 1e-15 + 2.3e-16 ||
      relativeError(exp(x), Math.exp(x)) > 1e-15 - x * 4e-16 + 2.3e-16,
  );
  expect(outside).toEqual([]);
});

test('2^x falls with x and ends at 0', () => {
  const powers = Array.from({ length: 30_000 }, (_, step) => exp2(-step / 10_000));
  expect(powers.every((power, step) => step === 0 || power < (powers[step - 1] ?? 0))).toBe(true);
  expect([-1_023, -1e9, Number.NEGATIVE_INFINITY, Number.NaN].map(exp2)).toEqual([0, 0, 0, 0]);
});

test('the engine uses no function whose result depends on the JavaScript engine', () => {
  const sources = readdirSync('lib/engine', { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
  );
  const inexact =
    /Math\.(exp|expm1|pow|log|log1p|log2|log10|sin|cos|tan|a?sinh|a?cosh|a?tanh|cbrt|hypot)\b|\w \*\* /;
  const constants = /COST_GRID = 2 \*\* -20|Math\.LOG/;
  const found = sources.flatMap((path) =>
    readFileSync(join('lib/engine', path), 'utf8')
      .split('\n')
      .filter(
        (line) => inexact.test(line) && !constants.test(line) && !/^\s*(\/?\*|\/\/)/.test(line),
      )
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
