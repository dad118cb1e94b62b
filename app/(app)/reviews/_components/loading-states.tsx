import { PageHeader, Panel } from '@/components/ui/page-layout';
import { AgreementPanel } from './agreement-panel';
import { StatusFacts } from './status-panel';

export function ReviewsHeader() {
  return (
    <PageHeader
      title="Review"
      description="Claude reads what a run recommends and advises managers. People decide."
    />
  );
}

/** How review stands before it is known. */
export function StatusSkeleton() {
  return (
    <Panel title="How it stands">
      <StatusFacts facts={null} />
    </Panel>
  );
}

/** The agreement before it is known, with the places of its figures. */
export function CalibrationSkeleton({ weeks }: { readonly weeks?: number }) {
  return <AgreementPanel calibration={null} weeks={weeks} />;
}
