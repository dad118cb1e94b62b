import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';

export default function NoSuchCsm() {
  return (
    <>
      <PageHeader title="CSM" />
      <EmptyState
        title="There is no such CSM"
        actions={
          <Link href="/workload" className={buttonClass('primary')}>
            Show all CSMs
          </Link>
        }
      >
        Nobody by this name is or was a CSM in this warehouse. CSMs are known by their full names,
        as the active list spells them, capitals included.
      </EmptyState>
    </>
  );
}
