import { describe, expect, it } from 'vitest';
import { checkOwners } from './owner-check';

const active = ['Renée Dubois', 'Ola Nordmann', 'Ken Li', 'Ken Lo', "Siobhán O'Dea"];

const probablyMeans = (name: string) =>
  checkOwners(active, [{ name, accounts: 1 }]).unknown.map(({ probably }) => probably);

describe('an owner who is not an active CSM', () => {
  it.each([
    ['Renee Dubois', 'Renée Dubois'],
    ['Dubois, Renee', 'Renée Dubois'],
    ['Ola Nordman', 'Ola Nordmann'],
    ['Ola Nrodmann', 'Ola Nordmann'],
    ['Ola Nordmamn', 'Ola Nordmann'],
    ['Siobhan ODea', "Siobhán O'Dea"],
    ['Ola Berg', null],
    // Two CSMs are equally close.
    ['Ken La', null],
  ])('%s probably means %s', (name, probably) => {
    expect(probablyMeans(name)).toEqual([probably]);
  });

  it('is one owner in any spelling, with the accounts of all', () => {
    const owners = [
      { name: 'Gone Girl', accounts: 4 },
      { name: 'GONE  GIRL', accounts: 3 },
      { name: 'Unassigned', accounts: 9 },
      { name: 'Ola Berg', accounts: 8 },
    ];
    expect(checkOwners(active, owners).unknown).toEqual([
      { name: 'Ola Berg', accounts: 8, probably: null },
      { name: 'Gone Girl', accounts: 7, probably: null },
    ]);
  });
});

it('a spelling of an active CSM is reported as theirs, unless it is the active list’s', () => {
  const owners = [
    { name: 'Ken Li', accounts: 5 },
    { name: 'KEN LI', accounts: 2 },
    { name: 'ken\u00A0li', accounts: 3 },
  ];
  expect(checkOwners(active, owners)).toEqual({
    unknown: [],
    spelled: [{ csm: 'Ken Li', accounts: 5, spellings: ['ken\u00A0li', 'KEN LI'] }],
  });
});
