import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsStringLiteral,
} from 'nuqs/server';
import { scopeParams } from '@/app/(app)/_shared/scope-params';

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
export interface RecommendedSort {
  readonly by: SortName;
  readonly descending: boolean;
}

const parseAsSort = createParser<RecommendedSort>({
  parse: (text) => {
    const by = (Object.keys(sortLabels) as SortName[]).find(
      (name) => name === text.replace(/^-/, ''),
    );
    return by ? { by, descending: text.startsWith('-') } : null;
  },
  serialize: ({ by, descending }) => (descending ? `-${by}` : by),
  eq: (a, b) => a.by === b.by && a.descending === b.descending,
});

const workloadParams = {
  ...scopeParams,
  window: parseAsStringLiteral(windowNames).withDefault('30d' satisfies WindowName),
  sort: parseAsSort.withDefault({ by: 'accepted', descending: true }),
};

export type WorkloadQuery = inferParserType<typeof workloadParams>;
export const loadWorkloadQuery = createLoader(workloadParams);
export const workloadHref = createSerializer(workloadParams);
