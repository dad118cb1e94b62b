import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';

export default function NoSuchRun() {
  return (
    <>
      <PageHeader title="Run" />
      <EmptyState
        title="There is no such run"
        actions={
          <Link href="/runs" className={buttonClass('primary')}>
            Show all runs
          </Link>
        }
      >
        The link may be of another warehouse, or a character of it is missing.
      </EmptyState>
    </>
  );
}
