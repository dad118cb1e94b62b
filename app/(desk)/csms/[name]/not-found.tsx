import Link from 'next/link';
import { buttonStyle } from '@/components/ui/button-style';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';

export default function NoSuchCsm() {
  return (
    <>
      <PageHeader title="CSM" />
      <EmptyState
        title="There is no such CSM"
        actions={
          <Link href="/workload" className={buttonStyle('primary')}>
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
