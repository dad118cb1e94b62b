import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsStringLiteral,
} from 'nuqs/server';
import { scopeParams } from '../_scope/scope-params';

/** The times that recommendations can be counted over. */
export const windows = { '7d': 7, '30d': 30, '90d': 90 } as const;
type WindowName = keyof typeof windows;
export const windowNames = Object.keys(windows) as WindowName[];

/** What the recommendations of CSMs may be sorted by, and how the columns are called. */
export const sortable = {
  csm: 'Name',
  total: 'Recommended',
  accepted: 'Accepted',
  score: 'Score',
  acceptedScore: 'Score of accepted',
  neediness: 'Neediness',
  health: 'Health',
  revenue: 'Revenue',
} as const;
export type SortName = keyof typeof sortable;
export interface Sort {
  readonly by: SortName;
  readonly descending: boolean;
}

const parseAsSort = createParser<Sort>({
  parse: (text) => {
    const by = (Object.keys(sortable) as SortName[]).find(
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
