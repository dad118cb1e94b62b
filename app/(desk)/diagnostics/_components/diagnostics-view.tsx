import { findingsOf } from '@/lib/analytics/findings';
import { unreachable } from '@/lib/analytics/findings-on-machine';
import type { Diagnosed } from '../diagnosed';
import { AccountsPanel } from './accounts-panel';
import { ClaudePanel } from './claude-panel';
import { CsmsPanel } from './csms-panel';
import { FindingsPanel } from './findings-panel';
import { LowScoresPanel } from './low-scores-panel';
import { TroublesPanel } from './troubles-panel';
import { WarehousePanel } from './warehouse-panel';

/** What stands out, and the figures behind it; all of one moment. */
export async function DiagnosticsView(props: { readonly diagnosed: Promise<Diagnosed> }) {
  const { diagnostics, failure } = await props.diagnosed;
  if (failure) {
    return (
      <div className="px-4 pb-6 lg:px-6">
        <FindingsPanel at={null} findings={[unreachable(failure)]} />
      </div>
    );
  }
  const { accounts, csms, low, runs, review, warehouse } = diagnostics;
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
      <FindingsPanel at={diagnostics.at} findings={findingsOf(diagnostics)} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <AccountsPanel accounts={accounts} />
        <CsmsPanel csms={csms} />
      </div>
      <LowScoresPanel low={low} />
      <TroublesPanel runs={runs.troubles} reviews={review.troubles} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <WarehousePanel warehouse={warehouse} />
        <ClaudePanel review={review} />
      </div>
    </div>
  );
}
