import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { buttonClass } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { diagnosticsFindings } from '@/lib/analytics/diagnostics/findings';
import { getDiagnostics } from '@/lib/analytics/diagnostics/get-diagnostics';
import { listFailures, listLowScores } from '@/lib/analytics/diagnostics/lists';
import { unreachableFinding } from '@/lib/analytics/diagnostics/system-findings';
import { hasRole } from '@/lib/server/auth/person';
import { type Context, pageContext } from '@/lib/server/context';
import type { ErrorCode, ErrorResponse } from '@/lib/server/errors';
import { reportError } from '@/lib/server/log';
import { AccountsPanel } from './_components/accounts-panel';
import { CsmsPanel } from './_components/csms-panel';
import { FailuresPanel } from './_components/failures-panel';
import { FindingsPanel, type OpenFinding } from './_components/findings-panel';
import { LowScoresPanel } from './_components/low-scores-panel';
import { diagnosticsPanels } from './_components/panel-heights';
import { ClaudePanel, WarehousePanel } from './_components/system-status';
import { loadDiagnosticsQuery } from './search-params';

export const metadata: Metadata = { title: 'Diagnostics' };

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** What keeps accounts from getting a CSM, and what to do about it. */
export default async function DiagnosticsPage({ searchParams }: Props) {
  const ctx = await pageContext();
  const { finding, page, ...pages } = await loadDiagnosticsQuery(searchParams);
  return (
    <>
      <PageHeader
        title="Diagnostics"
        description="What keeps accounts from getting a CSM, and what to do about it."
        actions={
          hasRole(ctx.person, 'admin') && (
            <Link href="/import" prefetch={false} className={buttonClass()}>
              Import accounts or CSMs
            </Link>
          )
        }
      />
      <div className="px-4 pb-6 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={diagnosticsPanels} />}>
          <DiagnosticsView
            result={diagnosticsOrFailure(loadDiagnostics(ctx, pages))}
            mayRefresh={hasRole(ctx.person, 'manager')}
            mayImport={hasRole(ctx.person, 'admin')}
            open={finding === null ? null : { id: finding, page }}
          />
        </Suspense>
      </div>
    </>
  );
}

async function DiagnosticsView(props: {
  readonly result: Promise<DiagnosticsResult>;
  readonly mayRefresh: boolean;
  readonly mayImport: boolean;
  readonly open: OpenFinding | null;
}) {
  const [{ loaded, failure }, format] = await Promise.all([props.result, currentFormat()]);
  const { mayRefresh, mayImport, open } = props;
  const shared = { mayRefresh, mayImport, open, format };
  if (failure) {
    const findings = [unreachableFinding(failure)];
    return <FindingsPanel at={null} findings={findings} {...shared} />;
  }
  const { diagnostics, lowScores, failures } = loaded;
  const { accounts, csms, pending, review, warehouse } = diagnostics;
  return (
    <div className="flex flex-col gap-4">
      <FindingsPanel
        at={diagnostics.at}
        findings={diagnosticsFindings(diagnostics, format.locale)}
        {...shared}
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <AccountsPanel accounts={accounts} pending={pending} format={format} />
        <CsmsPanel csms={csms} format={format} />
      </div>
      <div id="low-scores">
        <LowScoresPanel lowScores={lowScores} />
      </div>
      <div id="failures">
        <FailuresPanel failures={failures} format={format} />
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <WarehousePanel warehouse={warehouse} format={format} />
        <ClaudePanel review={review} format={format} />
      </div>
    </div>
  );
}

/** The figures and a page of each list. */
async function loadDiagnostics(
  ctx: Context,
  pages: { readonly scores: number; readonly failed: number },
) {
  const [diagnostics, lowScores, failures] = await Promise.all([
    getDiagnostics(ctx),
    listLowScores(ctx, pages.scores),
    listFailures(ctx, pages.failed),
  ]);
  return { diagnostics, lowScores, failures };
}

type Loaded = Awaited<ReturnType<typeof loadDiagnostics>>;

/** The figures, or why the warehouse did not respond, which this page shows as a finding. */
type DiagnosticsResult =
  | { readonly loaded: Loaded; readonly failure: null }
  | { readonly loaded: null; readonly failure: ErrorResponse };

const warehouseCodes: readonly ErrorCode[] = [
  'warehouse_missing',
  'warehouse_busy',
  'warehouse_read_only',
  'warehouse_too_new',
  'warehouse_unavailable',
  'timeout',
];

/** Catches the warehouse's failures and rethrows all others. */
async function diagnosticsOrFailure(loading: Promise<Loaded>): Promise<DiagnosticsResult> {
  try {
    return { loaded: await loading, failure: null };
  } catch (error) {
    const failure = reportError('diagnostics', error);
    if (!warehouseCodes.includes(failure.code)) throw error;
    return { loaded: null, failure };
  }
}
