import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';

export default function NoSuchAccount() {
  return (
    <>
      <PageHeader title="Account" />
      <EmptyState
        title="There is no such account"
        actions={
          <Link href="/queue" className={buttonClass('primary')}>
            Go to the queue
          </Link>
        }
      >
        Nothing by this id is among the accounts, and nothing is known to have happened to one. The
        link may be of another warehouse, or a character of the id is missing. Search finds accounts
        by a part of their name.
      </EmptyState>
    </>
  );
}
