import type { CsmView } from '@/lib/analytics/csm-view';
import type { CsmQuery } from '../search-params';
import { BookPanel } from './book-panel';
import { EligibilityPanel } from './eligibility-panel';
import { FactsPanel } from './facts-panel';
import { SharesPanel } from './shares-panel';

/** How a CSM stands: who they are, whether they may receive more, what they carry. */
export async function CsmNow(props: { readonly csm: Promise<CsmView>; readonly query: CsmQuery }) {
  const csm = await props.csm;
  return (
    <div className="flex flex-col gap-4 px-4 lg:px-6">
      <div className="grid gap-4 lg:grid-cols-2">
        <FactsPanel csm={csm} />
        <EligibilityPanel csm={csm} />
      </div>
      <SharesPanel csm={csm} />
      <BookPanel csm={csm} query={props.query} />
    </div>
  );
}
