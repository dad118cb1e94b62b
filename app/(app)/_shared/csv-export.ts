import { byteOrderMark, type CsvCell, csvLine } from '@/components/table/csv';
import type { Download } from '@/lib/server/api';
import type { ScopeQuery } from './scope-params';

/** A column of an exported list. Times are written in the reader's time zone. */
export interface ExportColumn<Row> {
  readonly title: string;
  readonly cell: (row: Row) => CsvCell | Date | boolean;
}

/** What an exported list contains: the file's name and first lines say it. */
export interface ExportDescription {
  /** Begins the file name, such as `acceptance`. */
  readonly name: string;
  readonly title: string;
  /** The days of the period, oldest first; null for a list without a period. */
  readonly days: readonly string[] | null;
  readonly timeZone: string;
  /** The filters, such as `Segment: Residential`. */
  readonly scope: string;
  readonly now: Date;
}

/**
 * A complete list as a CSV file, written batch by batch. The first lines give the title, period, time
 * zone, scope, and when it was exported; an empty line and the column titles follow.
 */
export function csvExport<Row>(
  description: ExportDescription,
  columns: readonly ExportColumn<Row>[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): Download {
  const { name, days, timeZone, now } = description;
  const period = days ? periodSuffix(days) : localTime(now, timeZone).slice(0, 10);
  return {
    fileName: `${fileSlug(name)}-${period}.csv`,
    text: csvText(description, columns, batches),
  };
}

async function* csvText<Row>(
  { title, days, timeZone, scope, now }: ExportDescription,
  columns: readonly ExportColumn<Row>[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): AsyncGenerator<string> {
  const head = [
    [title],
    ...scopeLines({ days, timeZone, scope }),
    ['Exported at', localTime(now, timeZone)],
    [],
    columns.map((column) => column.title),
  ];
  let text = byteOrderMark + head.map(csvLine).join('');
  const toCell = (value: CsvCell | Date | boolean) => {
    if (value instanceof Date) return localTime(value, timeZone);
    if (typeof value === 'boolean') return value ? 'Yes' : 'No';
    return value;
  };
  for await (const rows of batches) {
    // With the first batch, so that its error becomes the response.
    yield text + rows.map((row) => csvLine(columns.map(({ cell }) => toCell(cell(row))))).join('');
    text = '';
  }
  if (text) yield text;
}

/** What a file's name says of its period: `2026-03-01-to-2026-03-31`. */
export function periodSuffix(days: readonly string[]): string {
  return `${days[0]}-to-${days.at(-1)}`;
}

/** The lines of a file that give its period, time zone, and filters. */
export function scopeLines({
  days,
  timeZone,
  scope,
}: Pick<ExportDescription, 'days' | 'timeZone' | 'scope'>): string[][] {
  return [
    ['Period', days ? `${days[0]} to ${days.at(-1)}` : 'All'],
    ['Time zone', timeZone],
    ['Scope', scope],
  ];
}

/** The filters of a scope as text. */
export function scopeText({ segment, level, team }: ScopeQuery): string {
  const filters = [
    ['Segment', segment],
    ['Level', level],
    ['Team', team],
  ] as const;
  const active = filters.filter(([, values]) => values.length > 0);
  return active.map(([label, values]) => `${label}: ${values.join(', ')}`).join('; ') || 'All';
}

/** A time as spreadsheets read it in every locale: `2026-11-29 13:05`. */
export function localTime(at: Date, timeZone: string): string {
  // Sweden writes dates and times like this.
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
}

/** Letters and digits only, because a header and every file system must carry the name. */
function fileSlug(name: string): string {
  const ascii = name.normalize('NFKD').toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'list';
}
