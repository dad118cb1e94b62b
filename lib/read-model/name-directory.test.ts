import { describe, expect, it } from 'vitest';
import { mergeCsms, NameDirectory } from './name-directory';

const directory = (seen: Partial<ConstructorParameters<typeof NameDirectory>[0]>) =>
  new NameDirectory({ active: [], inactive: [], others: [], ...seen });

describe('the name to use', () => {
  const names = directory({
    active: ['Nora Lindqvist', 'NORA LINDQVIST', ''],
    inactive: ['OLAF BERG', 'Unassigned'],
    others: ['nora  lindqvist', 'Olaf Berg', 'eve O’Hara', "Eve O'Hara", 'N/A'],
  });

  it.each([
    ['NORA LINDQVIST', 'Nora Lindqvist'],
    ['nora\u00A0lindqvist\u200B', 'Nora Lindqvist'],
    ['Olaf Berg', 'OLAF BERG'],
    ['eve O’Hara', "Eve O'Hara"],
    ['Kit Doe', 'Kit Doe'],
  ])('for “%s” is “%s”', (spelling, name) => {
    expect(names.nameOf(spelling)).toBe(name);
  });

  it.each(['', ' ', 'Unassigned', 'n/a', '#N/A', null])('is none for “%s”', (placeholder) => {
    expect(names.nameOf(placeholder)).toBeNull();
  });

  it('has every other spelling for statements, and the placeholders', () => {
    expect(Object.fromEntries(names.spellings)).toEqual({
      'NORA LINDQVIST': 'Nora Lindqvist',
      'nora  lindqvist': 'Nora Lindqvist',
      'Olaf Berg': 'OLAF BERG',
      'eve O’Hara': "Eve O'Hara",
      '': null,
      Unassigned: null,
      'N/A': null,
    });
    expect(names.spellingsOf(['nora lindqvist'])).toEqual([
      'nora lindqvist',
      'Nora Lindqvist',
      'NORA LINDQVIST',
      'nora  lindqvist',
    ]);
  });

  it('does not depend on the order in which names are found', () => {
    const others = ['ANA SILVA', 'Ana  Silva', 'ana silva', 'Ana Silva'];
    expect(directory({ others }).nameOf('ana silva')).toBe('Ana Silva');
    expect(directory({ others: others.toReversed() }).nameOf('ana silva')).toBe('Ana Silva');
  });
});

it('merges the rows of a CSM, and fills in what the row of the active list lacks', () => {
  const unknown = {
    tenureMonths: null,
    managerName: null,
    segment: null,
    level: null,
    capacity: null,
    startDate: null,
    awayFrom: null,
    awayUntil: null,
  };
  const rows = [
    { ...unknown, name: 'Ana Silva', active: false, tenureMonths: 7, capacity: 50 },
    { ...unknown, name: 'ANA SILVA', active: true, capacity: 80 },
    { ...unknown, name: 'unassigned', active: true },
  ];
  const names = directory({ active: ['ANA SILVA', 'unassigned'], inactive: ['Ana Silva'] });
  expect(mergeCsms(rows, names)).toEqual([
    { ...unknown, name: 'ANA SILVA', active: true, tenureMonths: 7, capacity: 80 },
  ]);
});
