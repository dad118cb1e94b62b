import type { CsmDetailKind, CsmField } from '@/lib/read-model/csm-record';

/** The values that people edit about a CSM. */
export const csmFieldLabels: Readonly<Record<CsmField, string>> = {
  start_date: 'Start date',
  segment: 'Segment',
  account_level: 'Level',
  capacity: 'Capacity',
  manager_name: 'Manager',
  away_from: 'First day away',
  away_until: 'Back on',
};

/** The details of a CSM, as columns of the list. */
export const csmDetailLabels: Readonly<Record<CsmDetailKind, string>> = {
  tenure: 'Start date',
  class: 'Class',
  capacity: 'Capacity',
  manager: 'Manager',
  leave: 'Leave',
};
