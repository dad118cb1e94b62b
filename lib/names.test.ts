import { describe, expect, test } from 'vitest';
import { nameKey } from './names';

describe('nameKey', () => {
  test.each([
    ['capitals', 'NORA QUIST'],
    ['a double space', 'Nora  Quist'],
    ['a no-break space', 'Nora\u00A0Quist'],
    ['an ideographic space', 'Nora\u3000Quist'],
    ['a zero-width space', 'Nora\u200BQuist'],
    ['a zero-width space at the end', 'Nora Quist\u200B'],
    ['a right-to-left mark', '\u200FNora Quist'],
    ['a byte-order mark', '\uFEFFNora Quist'],
    ['spaces around it', '\t Nora Quist \n'],
    ['full-width letters', 'Ｎｏｒａ Ｑｕｉｓｔ'],
  ])('is the same with %s', (_, spelling) => {
    expect(nameKey(spelling)).toBe(nameKey('Nora Quist'));
  });

  test.each([
    ['Zoe\u0308 Mu\u0308ller', 'Zoë Müller'],
    ['Dara O’Neil', "Dara O'Neil"],
    ['STRASSE', 'Straße'],
    ['ΝΙΚΟΣ', 'νικος'],
  ])('is the same for %j and %j', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });

  test.each([
    ['Nora Quist', 'Nora Quis'],
    ['Jose', 'José'],
    ['Al Bo', 'Albo'],
  ])('differs for %j and %j', (a, b) => {
    expect(nameKey(a)).not.toBe(nameKey(b));
  });

  test.each([
    null,
    undefined,
    '',
    ' \u200B\u00A0',
    'NULL',
    'none',
    ' n/a ',
    '#N/A',
    'NaN',
    'UNASSIGNED',
  ])('is null for %j', (name) => {
    expect(nameKey(name)).toBeNull();
  });

  test('keeps its value when applied again', () => {
    const key = nameKey('  Dara  O’NEIL ') as string;
    expect(nameKey(key)).toBe(key);
  });
});
