import { describe, expect, it } from 'vitest';
import { suggestColumns } from './suggest-columns';

const suggested = (kind: 'accounts' | 'csms', ...sources: string[]) =>
  Object.fromEntries(suggestColumns(kind, sources));

describe('suggested columns', () => {
  it('are found by common names, in any case and with any separators', () => {
    expect(
      suggested('accounts', 'ID', 'accountOwner', 'Annual-Recurring Revenue', 'Health__c'),
    ).toEqual({
      account_id: 'ID',
      current_csm: 'accountOwner',
      revenue: 'Annual-Recurring Revenue',
      health_score: 'Health__c',
    });
    expect(suggested('csms', 'Employee Name', 'Reports To', 'Max accounts')).toEqual({
      csm_name: 'Employee Name',
      manager_name: 'Reports To',
      capacity: 'Max accounts',
    });
  });

  it('are found by names that contain ours', () => {
    expect(suggested('accounts', 'crm_arr_2026', 'primary csm')).toEqual({
      revenue: 'crm_arr_2026',
      current_csm: 'primary csm',
    });
  });

  it('use each column of the file once, the closest first', () => {
    expect(suggested('accounts', 'name', 'account_name', 'segment')).toEqual({
      account_name: 'account_name',
      account_segment: 'segment',
    });
    expect(suggested('csms', 'segment')).toEqual({ segment: 'segment' });
  });

  it('are not guessed from vague words', () => {
    expect(suggested('accounts', 'signup_date', 'seats', 'contact name', 'is_trial')).toEqual({});
  });
});
