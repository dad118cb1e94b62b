import { DiagnosticsHeader, DiagnosticsSkeleton } from './_components/diagnostics-skeleton';

export default function DiagnosticsLoading() {
  return (
    <>
      <DiagnosticsHeader />
      <DiagnosticsSkeleton />
    </>
  );
}
