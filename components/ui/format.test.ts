import { describe, expect, test } from 'vitest';
import {
  formatCents,
  formatCompactMoney,
  formatCount,
  formatFixed,
  formatList,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSigned,
} from './format';

describe('figures', () => {
  test('are grouped and rounded', () => {
    expect(formatNumber(1_234_567.8)).toBe('1,234,568');
    expect(formatNumber(7.25, 1)).toBe('7.3');
    expect(formatNumber(7, 1)).toBe('7');
    expect(formatFixed(7, 1)).toBe('7.0');
    expect(formatPercent(0.1234, 1)).toBe('12.3%');
    expect(formatMoney(1_234_567)).toBe('$1,234,567');
    expect(formatCompactMoney(1_234_567)).toBe('$1.2M');
    expect(formatCompactMoney(950)).toBe('$950');
    expect([0, 0.004, 0.126, 12].map((cost) => formatCents(cost))).toEqual([
      '$0.00',
      'under $0.01',
      '$0.13',
      '$12.00',
    ]);
  });

  test('are a dash where there is none, never a zero', () => {
    for (const none of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(formatNumber(none)).toBe('–');
      expect(formatMoney(none)).toBe('–');
    }
  });

  test('carry a sign when they are a difference', () => {
    expect([formatSigned(3), formatSigned(-3), formatSigned(0)]).toEqual(['+3', '-3', '0']);
  });

  test('never say minus nothing', () => {
    expect(formatNumber(-0.2)).toBe('0');
    expect(formatFixed(-0.04, 1)).toBe('0.0');
    expect(formatSigned(-0.2)).toBe('0');
    expect(formatMoney(-0.2)).toBe('$0');
  });
});

describe('words', () => {
  test('agree with their number', () => {
    expect(formatCount(1, 'account')).toBe('1 account');
    expect(formatCount(0, 'account')).toBe('0 accounts');
    expect(formatCount(1_200, 'entry', 'entries')).toBe('1,200 entries');
  });

  test('are listed as one would say them', () => {
    expect(formatList([])).toBe('');
    expect(formatList(['Ana'])).toBe('Ana');
    expect(formatList(['Ana', 'Bo'])).toBe('Ana and Bo');
    expect(formatList(['Ana', 'Bo', 'Cy'])).toBe('Ana, Bo and Cy');
  });
});
