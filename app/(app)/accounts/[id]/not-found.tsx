import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';

export default function AccountNotFound() {
  return (
    <>
      <PageHeader title="Account" />
      <EmptyState
        title="Account not found"
        actions={
          <Link href="/queue" className={buttonClass('primary')}>
            Go to the queue
          </Link>
        }
      >
        No account or history has this id. The link may belong to another warehouse, or part of the
        id may be missing. Press Ctrl+K to search for accounts by name.
      </EmptyState>
    </>
  );
}
