import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsStringLiteral,
} from 'nuqs/server';
import { scopeParams } from '@/app/(app)/_shared/scope-params';
import { parseAsSort } from '@/app/(app)/_shared/sort-param';

/** How many days back recommendations are counted. */
export const windowDays = { '7d': 7, '30d': 30, '90d': 90 } as const;
type WindowName = keyof typeof windowDays;
export const windowNames = Object.keys(windowDays) as WindowName[];

/** The sortable columns of the recommendations per CSM. */
export const sortLabels = {
  csm: 'Name',
  total: 'Recommended',
  accepted: 'Accepted',
  score: 'Score',
  acceptedScore: 'Accepted score',
  neediness: 'Neediness',
  health: 'Health',
  revenue: 'Revenue',
} as const;
export type SortName = keyof typeof sortLabels;
export const sortNames = Object.keys(sortLabels) as SortName[];

const workloadParams = {
  ...scopeParams,
  window: parseAsStringLiteral(windowNames).withDefault('30d' satisfies WindowName),
  sort: parseAsSort(sortNames).withDefault({ column: 'accepted', descending: true }),
};

export type WorkloadQuery = inferParserType<typeof workloadParams>;
export const loadWorkloadQuery = createLoader(workloadParams);
export const workloadHref = createSerializer(workloadParams);
