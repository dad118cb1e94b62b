import { Panel } from '@/components/ui/panel';
import { AgreementPanel } from './agreement-panel';
import { StandingFacts } from './standing-facts';

/** How review stands before it is known. */
export function StandingSkeleton() {
  return (
    <Panel title="How it stands">
      <StandingFacts facts={null} />
    </Panel>
  );
}

/** The agreement before it is known, with the places of its figures. */
export function CalibrationSkeleton({ weeks }: { readonly weeks?: number }) {
  return <AgreementPanel calibration={null} weeks={weeks} />;
}
