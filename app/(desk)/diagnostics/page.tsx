import type { Metadata } from 'next';
import { Suspense } from 'react';
import { getDiagnostics } from '@/lib/analytics/get-diagnostics';
import { pageContext } from '@/lib/request-context';
import { DiagnosticsHeader } from './_components/diagnostics-header';
import { DiagnosticsSkeleton } from './_components/diagnostics-skeleton';
import { DiagnosticsView } from './_components/diagnostics-view';
import { diagnosed } from './diagnosed';

export const metadata: Metadata = { title: 'Diagnostics' };

/** What stands in the way of accounts reaching their CSMs now, and what to do about it. */
export default async function DiagnosticsPage() {
  const ctx = await pageContext();
  return (
    <>
      <DiagnosticsHeader />
      <Suspense fallback={<DiagnosticsSkeleton />}>
        <DiagnosticsView diagnosed={diagnosed(getDiagnostics(ctx))} />
      </Suspense>
    </>
  );
}
