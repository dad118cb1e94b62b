import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';

export default function NoSuchAccount() {
  return (
    <>
      <PageHeader title="Account" />
      <EmptyState
        title="There is no such account"
        actions={
          <Link href="/queue" className={buttonStyle('primary')}>
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
