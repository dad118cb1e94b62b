import { z } from 'zod';
import type { ScopeInput } from '@/lib/analytics/shared/scope';
import { runDownload } from '@/lib/server/api';
import type { Context } from '@/lib/server/context';
import { csvExport, type ExportColumn, type ExportDescription, scopeText } from './csv-export';
import { currentFormat } from './current-format';
import { readScope } from './read-scope';
import type { PeriodName } from './scope-params';

type Batches<Row> = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;

/** A list to export. */
interface ExportedList<Row> extends Pick<ExportDescription, 'name' | 'title'> {
  readonly columns: readonly ExportColumn<Row>[];
}

/** Handles a request for a CSV file with all rows of a list that has no period. */
export function exportAll<Row>(
  request: Request,
  { columns, ...list }: ExportedList<Row>,
  load: (ctx: Context) => Promise<Batches<Row>>,
): Promise<Response> {
  return runDownload(
    'export',
    request,
    z.unknown(),
    null,
    async (ctx) => {
      const batches = await load(ctx);
      const { timeZone } = await currentFormat();
      const description = { ...list, days: null, timeZone, scope: 'All', now: ctx.now() };
      return csvExport(description, columns, batches);
    },
    { scope: 'exports' },
  );
}

/**
 * Handles a request for a CSV file with all rows of a list in the period and scope that the search
 * params give, as on a page.
 * @param filtered whether the page's filters apply, not only its period
 */
export function exportInScope<Row>(
  request: Request,
  { columns, ...list }: ExportedList<Row>,
  load: (
    ctx: Context,
    scope: ScopeInput,
  ) => Promise<{
    readonly period: { readonly days: readonly string[]; readonly zone: string };
    readonly batches: Batches<Row>;
  }>,
  {
    filtered = true,
    defaultPeriod,
  }: {
    readonly filtered?: boolean;
    /** The period if the search params name none, as on the page. */
    readonly defaultPeriod?: PeriodName;
  } = {},
): Promise<Response> {
  return runDownload(
    'export',
    request,
    z.unknown(),
    null,
    async (ctx) => {
      const params = Object.fromEntries(new URL(request.url).searchParams);
      const { query, scope } = await readScope(Promise.resolve(params), defaultPeriod);
      const { period, batches } = await load(ctx, scope);
      const description = {
        ...list,
        days: period.days,
        timeZone: period.zone,
        now: ctx.now(),
        scope: filtered ? scopeText(query) : 'All',
      };
      return csvExport(description, columns, batches);
    },
    { scope: 'exports' },
  );
}
