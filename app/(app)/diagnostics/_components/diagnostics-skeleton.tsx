import type { ReactNode } from 'react';
import { PageHeader, Panel } from '@/components/ui/page-layout';
import { Skeleton, TableRowsSkeleton } from '@/components/ui/skeleton';

export function DiagnosticsHeader() {
  return (
    <PageHeader
      title="Diagnostics"
      description="What stands in the way now, and what to do about it."
    />
  );
}

const three = ['first', 'second', 'third'];
const four = [...three, 'fourth'];

/** The page before its figures are known, each part in its place. */
export function DiagnosticsSkeleton() {
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
      <Panel title="What stands out" flush>
        <FindingsSkeleton />
      </Panel>
      <Pair>
        <Panel title="How many accounts need a CSM?">
          <FactsSkeleton />
        </Panel>
        <Panel title="How many CSMs may receive an account?">
          <FactsSkeleton />
        </Panel>
      </Pair>
      <Panel title="Which recommendations of the last day score lowest?" flush>
        <TableRowsSkeleton />
      </Panel>
      <Panel title="What went wrong lately?">
        <Skeleton className="h-4 w-40" />
      </Panel>
      <Pair>
        <Panel title="Does the warehouse answer?">
          <FactsSkeleton />
        </Panel>
        <Panel title="Does Claude review?">
          <FactsSkeleton />
        </Panel>
      </Pair>
    </div>
  );
}

function Pair({ children }: { readonly children: ReactNode }) {
  return <div className="grid items-start gap-4 xl:grid-cols-2">{children}</div>;
}

function FindingsSkeleton() {
  return (
    <div aria-hidden="true">
      {three.map((line) => (
        <div key={line} className="flex h-25 flex-col gap-3 border-b border-line px-4 py-3">
          <Skeleton className="h-5 w-2/3" />
          <Skeleton className="h-4 w-1/2" />
          <Skeleton className="h-6 w-40" />
        </div>
      ))}
    </div>
  );
}

function FactsSkeleton() {
  return (
    <div aria-hidden="true" className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
      {four.map((fact) => (
        <div key={fact} className="flex min-h-16 flex-col gap-2">
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-5 w-16" />
        </div>
      ))}
    </div>
  );
}
