import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState, PageHeader } from '@/components/ui/page-layout';

export default function RecommendationNotFound() {
  return (
    <>
      <PageHeader title="Recommendation" />
      <EmptyState
        title="Recommendation not found"
        actions={
          <Link href="/queue" className={buttonClass('primary')}>
            Go to the queue
          </Link>
        }
      >
        No recommendation has this id. The link may belong to another warehouse, or the
        recommendation may have been deleted.
      </EmptyState>
    </>
  );
}
