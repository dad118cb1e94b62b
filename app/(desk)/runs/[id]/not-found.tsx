import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';

export default function NoSuchRun() {
  return (
    <>
      <PageHeader title="Run" />
      <EmptyState
        title="There is no such run"
        actions={
          <Link href="/runs" className={buttonStyle('primary')}>
            Show all runs
          </Link>
        }
      >
        The link may be of another warehouse, or a character of it is missing.
      </EmptyState>
    </>
  );
}
