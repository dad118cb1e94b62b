import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';

export default function CsmNotFound() {
  return (
    <>
      <PageHeader title="CSM" />
      <EmptyState
        title="CSM not found"
        actions={
          <Link href="/workload" className={buttonClass('primary')}>
            Show all CSMs
          </Link>
        }
      >
        No CSM or history in this warehouse has this name. Use the full name, spelled exactly as in
        the active list, including capitals.
      </EmptyState>
    </>
  );
}
