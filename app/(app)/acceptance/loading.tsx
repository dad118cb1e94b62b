import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import { AcceptanceHeader, AcceptanceView } from './_components/acceptance-view';

const defaultScope: ScopeQuery = {
  ...{ period: '30d', from: null, to: null },
  ...{ segment: [], level: [], team: [] },
};

export default function AcceptanceLoading() {
  return (
    <>
      <AcceptanceHeader />
      <div className="h-11" />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <AcceptanceView acceptance={null} scope={defaultScope} zone="UTC" />
      </div>
    </>
  );
}
