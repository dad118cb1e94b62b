import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';

export default function RunNotFound() {
  return (
    <>
      <PageHeader title="Run" />
      <EmptyState
        title="Run not found"
        actions={
          <Link href="/runs" className={buttonClass('primary')}>
            Show all runs
          </Link>
        }
      >
        The link may be incomplete or belong to another warehouse.
      </EmptyState>
    </>
  );
}
