import type { FileKind } from './columns';

/** What our columns mean, for people who choose the columns of their file. */
export const columnLabels: Readonly<
  Record<FileKind, Readonly<Record<string, { readonly label: string; readonly format: string }>>>
> = {
  accounts: {
    account_id: { label: 'Account id', format: 'Required. Unique, at most 50 characters' },
    account_name: { label: 'Account name', format: 'Text' },
    tenant_id: { label: 'Tenant id', format: 'Text' },
    needs_csm: { label: 'Needs a CSM', format: 'Yes or no, or the status “Needs CSM”' },
    needs_csm_since: { label: 'Needs a CSM since', format: 'Date, such as 2026-01-31' },
    current_csm: { label: 'Current CSM', format: 'Name of the owner' },
    neediness_score: { label: 'Neediness', format: '0 to 10' },
    health_score: { label: 'Health', format: '0 to 100' },
    health_color: { label: 'Health color', format: 'Red, yellow, or green' },
    revenue: { label: 'Annual revenue', format: 'Number, with or without a currency' },
    account_segment: { label: 'Segment', format: 'Residential, Commercial, or others' },
    account_level: { label: 'Level', format: 'Corporate, Enterprise, or others' },
    industry: { label: 'Industry', format: 'Text' },
  },
  csms: {
    csm_name: { label: 'CSM name', format: 'Required. Full name' },
    is_active: { label: 'Active', format: 'Yes or no. Without it, all are active' },
    start_date: { label: 'Start date', format: 'Date, such as 2026-01-31' },
    tenure_months: { label: 'Tenure', format: 'Months' },
    manager_name: { label: 'Manager', format: 'Full name' },
    segment: { label: 'Segment', format: 'Blank for any' },
    account_level: { label: 'Level', format: 'Blank for any' },
    capacity: { label: 'Capacity', format: 'Accounts. Blank for the policy’s limit' },
    away_from: { label: 'Away from', format: 'Date, such as 2026-01-31' },
    away_until: { label: 'Away until', format: 'Date, such as 2026-01-31' },
  },
};
