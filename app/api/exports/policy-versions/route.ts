import type { ExportColumn } from '@/app/(app)/_shared/csv-export';
import { exportAll } from '@/app/(app)/_shared/export-route';
import { listPolicyVersions, type PolicyVersion } from '@/lib/policy/read-policies';

const columns: readonly ExportColumn<PolicyVersion>[] = [
  { title: 'Version', cell: ({ version }) => version },
  { title: 'Note', cell: ({ note }) => note },
  { title: 'Author', cell: ({ author }) => author },
  { title: 'Published at', cell: ({ publishedAt }) => publishedAt },
];

/** Returns all versions of the policy as a CSV file. */
export function GET(request: Request): Promise<Response> {
  const list = { name: 'policy-versions', title: 'Policy versions', columns };
  return exportAll(request, list, async (ctx) => [await listPolicyVersions(ctx)]);
}
