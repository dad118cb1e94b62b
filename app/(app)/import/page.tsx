import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';
import { importUnavailable } from '@/lib/accounts/import/import-sources';
import { hasRole } from '@/lib/server/auth/person';
import { pageContext } from '@/lib/server/context';
import { ImportForm } from './_components/import-form';

export const metadata: Metadata = { title: 'Import' };

/** Replaces the list of accounts or CSMs with that of a file. */
export default async function ImportPage() {
  const ctx = await pageContext();
  if (!hasRole(ctx.person, 'admin')) {
    return (
      <Unavailable title="Only admins can import">
        <p>Ask an admin to import the file.</p>
      </Unavailable>
    );
  }
  const reason = await importUnavailable(ctx);
  if (reason) {
    return (
      <Unavailable title="The lists belong to the data team">
        <p>{reason}</p>
      </Unavailable>
    );
  }
  return (
    <>
      <PageHeader
        title="Import"
        description="Replace the list of accounts or of CSMs with that of a file. Recommendations, assignments, and decisions are kept."
      />
      <div className="px-4 pb-6 lg:px-6">
        <ImportForm />
      </div>
    </>
  );
}

function Unavailable({
  title,
  children,
}: {
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  return (
    <>
      <PageHeader title="Import" />
      <EmptyState
        title={title}
        actions={
          <Link href="/diagnostics" className={buttonClass('primary')}>
            Show diagnostics
          </Link>
        }
      >
        {children}
      </EmptyState>
    </>
  );
}
