import type { Metadata } from 'next';
import { Suspense } from 'react';
import { diagnosticsFindings } from '@/lib/analytics/diagnostics/findings';
import { type Diagnostics, getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { unreachableFinding } from '@/lib/analytics/diagnostics/system-findings';
import { pageContext } from '@/lib/server/context';
import type { ErrorCode, ErrorResponse } from '@/lib/server/errors';
import { reportError } from '@/lib/server/log';
import { AccountsPanel } from './_components/accounts-panel';
import { CsmsPanel } from './_components/csms-panel';
import { DiagnosticsHeader, DiagnosticsSkeleton } from './_components/diagnostics-skeleton';
import { FailuresPanel } from './_components/failures-panel';
import { FindingsPanel } from './_components/findings-panel';
import { LowScoresPanel } from './_components/low-scores-panel';
import { ClaudePanel, WarehousePanel } from './_components/system-status';

export const metadata: Metadata = { title: 'Diagnostics' };

/** What stands in the way of accounts reaching their CSMs now, and what to do about it. */
export default async function DiagnosticsPage() {
  const ctx = await pageContext();
  return (
    <>
      <DiagnosticsHeader />
      <Suspense fallback={<DiagnosticsSkeleton />}>
        <DiagnosticsView diagnosed={diagnosticsOrFailure(getDiagnostics(ctx))} />
      </Suspense>
    </>
  );
}

/** What stands out, and the figures behind it; all of one moment. */
async function DiagnosticsView(props: { readonly diagnosed: Promise<DiagnosticsResult> }) {
  const { diagnostics, failure } = await props.diagnosed;
  if (failure) {
    return (
      <div className="px-4 pb-6 lg:px-6">
        <FindingsPanel at={null} findings={[unreachableFinding(failure)]} />
      </div>
    );
  }
  const { accounts, csms, low, runs, review, warehouse } = diagnostics;
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
      <FindingsPanel at={diagnostics.at} findings={diagnosticsFindings(diagnostics)} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <AccountsPanel accounts={accounts} />
        <CsmsPanel csms={csms} />
      </div>
      <LowScoresPanel low={low} />
      <FailuresPanel runs={runs.troubles} reviews={review.troubles} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <WarehousePanel warehouse={warehouse} />
        <ClaudePanel review={review} />
      </div>
    </div>
  );
}

/** The figures, or why the warehouse did not answer, which is a finding here and no fault. */
type DiagnosticsResult =
  | { readonly diagnostics: Diagnostics; readonly failure: null }
  | { readonly diagnostics: null; readonly failure: ErrorResponse };

const warehouseCodes: readonly ErrorCode[] = [
  'warehouse_missing',
  'warehouse_busy',
  'warehouse_read_only',
  'warehouse_too_new',
  'warehouse_unavailable',
  'timeout',
];

/** Waits for the figures; any failure but the warehouse's is thrown on. */
async function diagnosticsOrFailure(asked: Promise<Diagnostics>): Promise<DiagnosticsResult> {
  try {
    return { diagnostics: await asked, failure: null };
  } catch (error) {
    const failure = reportError('diagnostics', error);
    if (!warehouseCodes.includes(failure.code)) throw error;
    return { diagnostics: null, failure };
  }
}
