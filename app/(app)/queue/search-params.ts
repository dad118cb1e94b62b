import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { parseAsSortList } from '@/app/(app)/_shared/sort-param';
import { densities } from '@/components/table/dimensions';
import { flagLabels } from '@/lib/decisions/labels';
import type { listQueue } from '@/lib/decisions/queue';
import type { TablePreferences } from '@/lib/decisions/queue-preferences';
import type { Flag } from './queue-row';

type ListQueueInput = Parameters<typeof listQueue>[1];
export type SortKey = ListQueueInput['sort'][number];

/** Columns that the URL can sort by. */
export const sortableColumns = [
  'order',
  'account',
  'csm',
  'score',
  'neediness',
  'health',
  'revenue',
  'segment',
  'level',
  'verdict',
  'feedback',
  'age',
  'waiting',
  'flags',
] as const satisfies readonly SortKey['column'][];

/** Columns that a person can add to the table. */
export const optionalColumnIds = ['segment', 'run', 'age'] as const;
export type OptionalColumnId = (typeof optionalColumnIds)[number];

/** The table's columns in order. */
export const columnIds = [
  'account',
  'csm',
  'score',
  'neediness',
  'health',
  'revenue',
  'verdict',
  'status',
  'waiting',
  ...optionalColumnIds,
] as const;
export type ColumnId = (typeof columnIds)[number];

export const pageSizes = [25, 50, 100] as const;
export const healthColors = ['red', 'yellow', 'green'] as const;
export const verdictChoices = ['reassign', 'caution', 'approve', 'none'] as const;
export const readinessChoices = ['ready', 'later', 'blocked'] as const;
export const flagChoices = ['any', 'none', ...(Object.keys(flagLabels) as Flag[])] as const;

/** Ready ones first, then those that become ready; each with the most urgent first. */
export const defaultSort: readonly SortKey[] = [{ column: 'order', descending: false }];

const parseAsText = (maxLength: number) =>
  createParser({ parse: (text) => text.slice(0, maxLength), serialize: String });

const parseAsPage = createParser({
  parse: (text) => {
    const page = parseAsInteger.parse(text);
    return page !== null && page >= 1 ? Math.min(page, 1_000_000) : null;
  },
  serialize: String,
});

/** A recommendation id. */
const parseAsRow = createParser({
  parse: (text) => (/^\d{1,18}$/.test(text) ? text : null),
  serialize: String,
});

/** The built-in view with all pending recommendations. */
export const ALL_PENDING = 'all';

/** A saved view's id. */
const parseAsView = createParser({
  parse: (text) => (text === ALL_PENDING || /^[\da-f-]{36}$/.test(text) ? text : null),
  serialize: String,
});

const parseAsNames = parseAsArrayOf(parseAsString).withDefault([]);

const queueParams = {
  q: parseAsText(200).withDefault(''),
  run: parseAsText(50),
  method: parseAsNames,
  csm: parseAsNames,
  segment: parseAsNames,
  level: parseAsNames,
  health: parseAsArrayOf(parseAsStringLiteral(healthColors)).withDefault([]),
  flag: parseAsArrayOf(parseAsStringLiteral(flagChoices)).withDefault([]),
  verdict: parseAsArrayOf(parseAsStringLiteral(verdictChoices)).withDefault([]),
  ready: parseAsArrayOf(parseAsStringLiteral(readinessChoices)).withDefault([]),
  overdue: parseAsBoolean.withDefault(false),
  snoozed: parseAsBoolean.withDefault(false),
  min: parseAsFloat,
  max: parseAsFloat,
  sort: parseAsSortList(sortableColumns),
  page: parseAsPage.withDefault(1),
  size: parseAsNumberLiteral(pageSizes),
  row: parseAsRow,
  /** The optional columns to show. */
  columns: parseAsArrayOf(parseAsStringLiteral(optionalColumnIds)),
  density: parseAsStringLiteral(densities),
  /** The saved view that the URL comes from, or `all` for the one with all pending recommendations. */
  view: parseAsView,
};

/** The queue's parameters as the URL has them. Null where it says nothing. */
export type QueueParams = inferParserType<typeof queueParams>;

/** The queue's parameters with the person's preferences and the defaults. */
export type QueueQuery = Omit<QueueParams, 'sort' | 'size' | 'density'> & {
  readonly sort: readonly SortKey[];
  readonly size: (typeof pageSizes)[number];
  readonly density: (typeof densities)[number];
};

export const loadQueueParams = createLoader(queueParams);
export const queueHref = createSerializer(queueParams);

const DEFAULT_PAGE_SIZE = 50;

/** Whether the URL comes from a saved view. */
export function isSavedView(view: QueueParams['view']): view is string {
  return view !== null && view !== ALL_PENDING;
}

/** Fills in what the URL does not say. A saved view looks the same for everyone. */
export function resolveQuery(
  params: QueueParams,
  preferences: TablePreferences | null = null,
): QueueQuery {
  const { view, sort, size, columns, density } = params;
  const own = isSavedView(view) ? null : preferences;
  return {
    ...params,
    sort: sort ?? knownSort(own) ?? defaultSort,
    size: size ?? pageSizes.find((each) => each === own?.pageSize) ?? DEFAULT_PAGE_SIZE,
    columns: columns ?? knownColumns(own),
    density: density ?? own?.density ?? 'compact',
  };
}

function knownSort(preferences: TablePreferences | null): readonly SortKey[] | null {
  const known = preferences?.sort?.filter(({ column }) =>
    (sortableColumns as readonly string[]).includes(column),
  );
  return known && known.length > 0 ? known : null;
}

function knownColumns(preferences: TablePreferences | null): OptionalColumnId[] | null {
  const known = optionalColumnIds.filter((id) => preferences?.columns?.includes(id));
  return known.length > 0 ? known : null;
}

/** The queue's parameters of an API request, which says all that matters. */
export function loadQueueQuery(request: Request): QueueQuery {
  return resolveQuery(loadQueueParams(request));
}

/** The URL parameters that select the rows, without those that only change how they look. */
export function queueView(query: QueueQuery): string {
  const { sort, size } = query;
  return queueHref({
    ...query,
    sort: JSON.stringify(sort) === JSON.stringify(defaultSort) ? null : sort,
    size: size === DEFAULT_PAGE_SIZE ? null : size,
    row: null,
    columns: null,
    density: null,
    view: null,
  });
}

export function toListQueueInput(query: QueueQuery): ListQueueInput {
  return {
    filter: {
      text: query.q,
      runId: query.run,
      methods: query.method,
      csms: query.csm,
      segments: query.segment,
      levels: query.level,
      colors: query.health,
      flags: query.flag,
      verdicts: query.verdict,
      readiness: query.ready,
      overdue: query.overdue,
      snoozed: query.snoozed,
      minScore: query.min,
      maxScore: query.max,
    },
    sort: query.sort,
    page: query.page,
    pageSize: query.size,
  };
}

/** Clears the search and all filters. */
export const unfiltered = {
  q: '',
  run: null,
  method: [],
  csm: [],
  segment: [],
  level: [],
  health: [],
  flag: [],
  verdict: [],
  ready: [],
  overdue: false,
  snoozed: false,
  min: null,
  max: null,
  page: 1,
} satisfies Partial<QueueQuery>;

const checkedParams = [
  'sort',
  'columns',
  'health',
  'flag',
  'verdict',
  'ready',
  'min',
  'max',
  'page',
  'size',
  'density',
  'row',
] as const;

const paramLabels: Readonly<Record<(typeof checkedParams)[number], string>> = {
  sort: 'sort',
  columns: 'column',
  health: 'health',
  flag: 'flag',
  verdict: 'verdict',
  ready: 'status',
  min: 'minimum score',
  max: 'maximum score',
  page: 'page',
  size: 'rows per page',
  density: 'density',
  row: 'recommendation',
};

/** Describes the values in the URL that were ignored because they are invalid. */
export function ignoredParams(
  raw: Readonly<Record<string, string | readonly string[] | undefined>>,
  params: QueueParams,
): string[] {
  return checkedParams.flatMap((key) => {
    const given = [raw[key] ?? []].flat().join(',').split(',').filter(Boolean);
    const accepted = acceptedValues(key, params);
    return given
      .filter((item) => !accepted.includes(item.replace(/^-/, '')))
      .map((item) => `${paramLabels[key]} “${item.slice(0, 40)}”`);
  });
}

function acceptedValues(key: (typeof checkedParams)[number], params: QueueParams): string[] {
  const value = params[key];
  if (value === null) return [];
  const { serialize } = queueParams[key] as { serialize: (value: unknown) => string };
  return serialize(value)
    .split(',')
    .map((item) => item.replace(/^-/, ''));
}
