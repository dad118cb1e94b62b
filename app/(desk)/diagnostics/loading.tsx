import { DiagnosticsHeader } from './_components/diagnostics-header';
import { DiagnosticsSkeleton } from './_components/diagnostics-skeleton';

export default function DiagnosticsLoading() {
  return (
    <>
      <DiagnosticsHeader />
      <DiagnosticsSkeleton />
    </>
  );
}
