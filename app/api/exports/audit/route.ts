import { z } from 'zod';
import { csvExport, type ExportColumn } from '@/app/(app)/_shared/csv-export';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { actionLabel, describeDetails } from '@/app/(app)/audit/describe-entry';
import { filterText, loadAuditQuery, toAuditFilter } from '@/app/(app)/audit/search-params';
import { exportAudit, type ListedAuditEntry } from '@/lib/audit/list-audit';
import { runDownload } from '@/lib/server/api';

const columns: readonly ExportColumn<ListedAuditEntry>[] = [
  { title: 'Entry', cell: ({ number }) => number },
  { title: 'Time', cell: ({ at }) => at },
  { title: 'Time (UTC)', cell: ({ at }) => at.toISOString() },
  { title: 'Email', cell: ({ actor }) => actor },
  { title: 'Name', cell: ({ actorName }) => actorName },
  { title: 'What', cell: ({ action }) => actionLabel(action) },
  { title: 'About', cell: ({ subject }) => subject },
  { title: 'Details', cell: (entry) => describeDetails(entry).join('\n') },
  { title: 'Action', cell: ({ action }) => action },
  { title: 'Stored details', cell: ({ details }) => details },
  { title: 'Hash', cell: ({ hash }) => hash },
];

/** Returns all entries of the audit trail that match the page's filters as a CSV file, to admins. */
export function GET(request: Request): Promise<Response> {
  return runDownload('export', request, z.unknown(), null, async (ctx) => {
    const query = loadAuditQuery(Object.fromEntries(new URL(request.url).searchParams));
    const batches = await exportAudit(ctx, toAuditFilter(query, ctx.now()));
    const { timeZone } = await currentFormat();
    const list = { name: 'audit', title: 'Audit trail', days: null };
    const scope = filterText(query) || 'All';
    return csvExport({ ...list, timeZone, scope, now: ctx.now() }, columns, batches);
  });
}
