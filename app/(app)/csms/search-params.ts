import { createLoader, createSerializer } from 'nuqs/server';
import { parseAsSort, type SortParam } from '@/app/(app)/_shared/sort-param';
import type { listCsms } from '@/lib/accounts/csms/list-csms';

export type CsmsColumn = Parameters<typeof listCsms>[1]['sort'];
export type CsmsSort = SortParam<CsmsColumn>;

/** The columns that a URL may sort by. */
const columns = [
  'name',
  'tenure',
  'class',
  'capacity',
  'manager',
  'leave',
] as const satisfies readonly CsmsColumn[];

const csmsParams = {
  sort: parseAsSort<CsmsColumn>(columns).withDefault({ column: 'name', descending: false }),
};

export const loadCsmsQuery = createLoader(csmsParams);

/** Builds a URL of the list; default values are omitted. */
export const csmsHref = createSerializer(csmsParams);
