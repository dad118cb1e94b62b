import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsStringLiteral,
} from 'nuqs/server';
import { scopeParams } from '@/app/(app)/_shared/scope-params';
import { parseAsSort, type SortParam } from '@/app/(app)/_shared/sort-param';
import { type Grouping, groupings } from '@/lib/analytics/workload/groups';

/** The sortable columns of the table. */
export const workloadColumns = [
  'csm',
  'manager',
  'class',
  'accounts',
  'neediness',
  'revenue',
  'health',
  'received',
  'acceptance',
  'trend',
] as const;
export type WorkloadColumn = (typeof workloadColumns)[number];

const tableParams = {
  group: parseAsStringLiteral(groupings).withDefault('class' satisfies Grouping),
  sort: parseAsSort(workloadColumns).withDefault({ column: 'accounts', descending: true }),
};
const workloadParams = { ...scopeParams, ...tableParams };

/** How the table is grouped and sorted. */
export interface TableQuery {
  readonly group: Grouping;
  readonly sort: SortParam<WorkloadColumn>;
}

export type WorkloadQuery = inferParserType<typeof workloadParams>;
export const loadTableQuery = createLoader(tableParams);
export const workloadHref = createSerializer(workloadParams);

/** The part of the URL to keep when the scope changes, as `?name=value`. */
export const serializeTableQuery = createSerializer(tableParams);
