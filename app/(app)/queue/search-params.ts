import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsFloat,
  parseAsInteger,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import { densities } from '@/components/table/dimensions';
import { flagLabels } from '@/lib/decisions/labels';
import type { listQueue } from '@/lib/decisions/queue';
import type { Flag } from './queue-row';

type ListQueueInput = Parameters<typeof listQueue>[1];
export type SortKey = ListQueueInput['sort'][number];

/** The columns an address may sort by. */
export const sortableColumns = [
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
  'flags',
] as const satisfies readonly SortKey['column'][];

/** The columns an address may show. */
export const columnIds = [
  'account',
  'csm',
  'score',
  'neediness',
  'health',
  'age',
  'flags',
  'revenue',
  'segment',
  'verdict',
] as const;
export type ColumnId = (typeof columnIds)[number];

export const pageSizes = [25, 50, 100] as const;
export const healthColors = ['red', 'yellow', 'green'] as const;
export const verdictChoices = ['reassign', 'caution', 'approve', 'none'] as const;
export const flagChoices = ['any', 'none', ...(Object.keys(flagLabels) as Flag[])] as const;

/** First what has waited longest, then what needs most: the order a morning is worked in. */
export const defaultSort: readonly SortKey[] = [
  { column: 'age', descending: false },
  { column: 'neediness', descending: true },
];

/** `age,-neediness`; a column that is not on the list is left out. */
const parseAsSort = createParser<readonly SortKey[]>({
  parse: (text) => {
    const keys = text.split(',').flatMap((part): SortKey[] => {
      const column = sortableColumns.find((name) => name === part.replace(/^-/, ''));
      return column ? [{ column, descending: part.startsWith('-') }] : [];
    });
    const first = keys.filter(
      ({ column }, at) => keys.findIndex((key) => key.column === column) === at,
    );
    return first.length > 0 ? first : null;
  },
  serialize: (keys) =>
    keys.map(({ column, descending }) => (descending ? `-${column}` : column)).join(','),
  eq: (a, b) => JSON.stringify(a) === JSON.stringify(b),
});

const parseAsText = (longest: number) =>
  createParser({ parse: (text) => text.slice(0, longest), serialize: String });

const parseAsPage = createParser({
  parse: (text) => {
    const page = parseAsInteger.parse(text);
    return page !== null && page >= 1 ? Math.min(page, 1_000_000) : null;
  },
  serialize: String,
});

/** A recommendation's number, as text. */
const parseAsRow = createParser({
  parse: (text) => (/^\d{1,18}$/.test(text) ? text : null),
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
  min: parseAsFloat,
  max: parseAsFloat,
  sort: parseAsSort.withDefault(defaultSort),
  page: parseAsPage.withDefault(1),
  size: parseAsNumberLiteral(pageSizes).withDefault(50),
  row: parseAsRow,
  /** The columns chosen; as many as there is room for when nobody chose. */
  columns: parseAsArrayOf(parseAsStringLiteral(columnIds)),
  density: parseAsStringLiteral(densities).withDefault('compact'),
};

export type QueueQuery = inferParserType<typeof queueParams>;

export const loadQueueQuery = createLoader(queueParams);
export const queueHref = createSerializer(queueParams);

/** What the verb is asked for. */
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
      minScore: query.min,
      maxScore: query.max,
    },
    sort: query.sort,
    page: query.page,
    pageSize: query.size,
  };
}

/** The query without anything that narrows it. */
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
  'min',
  'max',
  'page',
  'size',
  'density',
  'row',
] as const;

const paramLabels: Readonly<Record<(typeof checkedParams)[number], string>> = {
  sort: 'sorting by',
  columns: 'column',
  health: 'health',
  flag: 'flag',
  verdict: 'verdict',
  min: 'least score',
  max: 'highest score',
  page: 'page',
  size: 'rows per page',
  density: 'density',
  row: 'recommendation',
};

/** What an address asks for that is not on our lists, in words; it was left out. */
export function ignoredParams(
  raw: Readonly<Record<string, string | readonly string[] | undefined>>,
  query: QueueQuery,
): string[] {
  return checkedParams.flatMap((key) => {
    const asked = [raw[key] ?? []].flat().join(',').split(',').filter(Boolean);
    const understood = acceptedValues(key, query);
    return asked
      .filter((item) => !understood.includes(item.replace(/^-/, '')))
      .map((item) => `${paramLabels[key]} “${item.slice(0, 40)}”`);
  });
}

function acceptedValues(key: (typeof checkedParams)[number], query: QueueQuery): string[] {
  const value = query[key];
  if (value === null) return [];
  const { serialize } = queueParams[key] as { serialize: (value: unknown) => string };
  return serialize(value)
    .split(',')
    .map((item) => item.replace(/^-/, ''));
}
