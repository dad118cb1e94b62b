import Link from 'next/link';
import { ExportLink } from '@/app/(app)/_shared/list-pages';
import { comparisonHref } from '@/app/(app)/policy/search-params';
import { StaticTable } from '@/components/table/static-table';
import { Panel } from '@/components/ui/page-layout';
import { Time } from '@/components/ui/time';
import type { PolicyVersion } from '@/lib/policy/read-policies';
import { CompareVersionsForm } from './compare-versions-form';

/** The published versions, and a form to compare two of them. */
export function VersionsPanel({
  versions,
  comparison,
}: {
  /** Newest first. */
  readonly versions: readonly PolicyVersion[];
  readonly comparison: { readonly from: number; readonly to: number } | null;
}) {
  return (
    <Panel title="Versions" flush actions={<ExportLink href="/api/exports/policy-versions" />}>
      <StaticTable
        label="Versions of the policy, newest first"
        scrollClass="max-h-96"
        columns={[
          { id: 'version', label: 'Version', rowHeader: true },
          { id: 'note', label: 'Note', className: 'min-w-48' },
          { id: 'author', label: 'Author', className: 'whitespace-nowrap' },
          { id: 'at', label: 'Published', className: 'whitespace-nowrap' },
          { id: 'changes', label: 'Changes', className: 'whitespace-nowrap' },
        ]}
        rows={versions.map(({ version, note, author, publishedAt }, index) => {
          const before = versions[index + 1];
          return {
            id: String(version),
            cells: {
              version: index === 0 ? `${version} (in effect)` : version,
              note: note ?? (before ? '–' : 'First version'),
              author,
              at: <Time at={publishedAt} />,
              changes: before && (
                <Link
                  href={comparisonHref('/policy', { from: before.version, to: version })}
                  className="text-accent-ink underline underline-offset-2"
                >
                  Since {before.version}
                  <span className="sr-only"> to {version}</span>
                </Link>
              ),
            },
          };
        })}
      />
      {versions.length > 1 && (
        <CompareVersionsForm
          versions={versions.map(({ version }) => version)}
          comparison={comparison}
        />
      )}
    </Panel>
  );
}
