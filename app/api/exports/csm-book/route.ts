import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { exportAll } from '@/app/(app)/_shared/export-route';
import { exportBook } from '@/lib/analytics/csm/export-csm';
import type { BookAccount } from '@/lib/analytics/csm/types';

const columns: readonly ExportColumn<BookAccount>[] = [
  { title: 'Account', cell: ({ id }) => id },
  { title: 'Account name', cell: ({ name }) => name },
  { title: 'Neediness', cell: ({ neediness }) => neediness },
  { title: 'Health', cell: ({ health }) => health },
  { title: 'Health color', cell: ({ color }) => color },
  { title: 'Revenue', cell: ({ revenue }) => revenue },
  { title: 'Segment', cell: ({ segment }) => segment },
  { title: 'Level', cell: ({ level }) => level },
  { title: 'Assigned at', cell: ({ since }) => since },
];

/** Returns a CSM’s complete book as a CSV file. */
export async function GET(request: Request): Promise<Response> {
  const name = new URL(request.url).searchParams.get('csm') ?? '';
  const scope = { period: { days: 7 }, zone: (await currentFormat()).timeZone };
  return exportAll(request, { name: `book ${name}`, title: `Book of ${name}`, columns }, (ctx) =>
    exportBook(ctx, { name, scope }),
  );
}
