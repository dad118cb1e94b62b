import { type QueueQuery, queueParams } from './search-params';

const checked = [
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

const words: Readonly<Record<(typeof checked)[number], string>> = {
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
export function leftOut(
  raw: Readonly<Record<string, string | readonly string[] | undefined>>,
  query: QueueQuery,
): string[] {
  return checked.flatMap((key) => {
    const asked = [raw[key] ?? []].flat().join(',').split(',').filter(Boolean);
    const understood = understoodOf(key, query);
    return asked
      .filter((item) => !understood.includes(item.replace(/^-/, '')))
      .map((item) => `${words[key]} “${item.slice(0, 40)}”`);
  });
}

function understoodOf(key: (typeof checked)[number], query: QueueQuery): string[] {
  const value = query[key];
  if (value === null) return [];
  const { serialize } = queueParams[key] as { serialize: (value: unknown) => string };
  return serialize(value)
    .split(',')
    .map((item) => item.replace(/^-/, ''));
}
