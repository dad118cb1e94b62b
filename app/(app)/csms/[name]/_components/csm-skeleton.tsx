import { Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import { ProfilePanel } from './csm-profile';

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** How a CSM stands before it is known. */
export function CsmOverviewSkeleton() {
  return (
    <div className="flex flex-col gap-4 px-4 lg:px-6">
      <div className="grid gap-4 lg:grid-cols-2">
        <ProfilePanel csm={null} />
        <Panel title="May they receive an account now?">
          <Skeleton className="h-32" />
        </Panel>
      </div>
      <Panel title="What do they carry beside the others?">
        <Skeleton className="h-52" />
      </Panel>
      <Panel title="Book">
        <div className="flex flex-col gap-3">
          {rows.map((row) => (
            <Skeleton key={row} className="h-8" />
          ))}
        </div>
      </Panel>
    </div>
  );
}

/** What happened, before it is known. */
export function CsmHistorySkeleton() {
  return (
    <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
      <Panel title="What became of recommendations?">
        <Skeleton className="h-16" />
      </Panel>
      <Panel title="What did they receive, week by week?">
        <Skeleton className="h-72" />
      </Panel>
      <Panel title="Decisions about them">
        <Skeleton className="h-40" />
      </Panel>
    </div>
  );
}
