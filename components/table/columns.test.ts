import { describe, expect, it } from 'vitest';
import { nextSorting } from './columns';

const account = { sortKeys: ['account'] };
const revenue = { sortKeys: ['revenue'], descendingFirst: true };
const up = (id: string) => ({ id, descending: false });
const down = (id: string) => ({ id, descending: true });

describe('pressing a column header', () => {
  it('sorts by the column, then the other way, then no longer', () => {
    expect(nextSorting([], account, false)).toEqual([up('account')]);
    expect(nextSorting([up('account')], account, false)).toEqual([down('account')]);
    expect(nextSorting([down('account')], account, false)).toEqual([]);
  });

  it('starts with the largest where those are the most interesting', () => {
    expect(nextSorting([], revenue, false)).toEqual([down('revenue')]);
    expect(nextSorting([down('revenue')], revenue, false)).toEqual([up('revenue')]);
    expect(nextSorting([up('revenue')], revenue, false)).toEqual([]);
  });

  it('replaces the order, unless the column is added to it', () => {
    expect(nextSorting([up('account')], revenue, false)).toEqual([down('revenue')]);
    expect(nextSorting([up('account')], revenue, true)).toEqual([up('account'), down('revenue')]);
  });

  it('changes and removes an added column in its place', () => {
    const both = [up('account'), down('revenue')];
    expect(nextSorting(both, account, true)).toEqual([down('account'), down('revenue')]);
    expect(nextSorting([down('account'), down('revenue')], account, true)).toEqual([
      down('revenue'),
    ]);
  });

  it('does nothing for a column without a sort key', () => {
    expect(nextSorting([up('account')], {}, false)).toEqual([up('account')]);
  });
});
