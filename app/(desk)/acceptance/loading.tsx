import { PageHeader } from '@/components/ui/page-header';

/** The page before it is known what is asked for. */
export default function Loading() {
  return (
    <PageHeader
      title="Acceptance"
      description="What becomes of recommendations, and where managers decide otherwise."
    />
  );
}
