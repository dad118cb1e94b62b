import { PageHeader, Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';

/** The head of the page, the same while it loads. */
export function CoolingHeader() {
  return (
    <PageHeader
      title="Cooling"
      description="Who waits before they receive another account, and whether that is kept."
    />
  );
}

/** The height of the two lists of now, whatever is in them. */
export const listHeight = 'h-96';

/** Who is cooling, before it is known. */
export function CoolingNowSkeleton() {
  return (
    <>
      <Panel title="Who comes free next?">
        <div className="flex min-h-20 flex-col gap-2">
          <Skeleton className="h-6 w-2/3" />
          <Skeleton className="h-5 w-1/2" />
        </div>
      </Panel>
      <div className="grid gap-4 xl:grid-cols-2">
        <Panel title="Cooling now">
          <Skeleton className={listHeight} />
        </Panel>
        <Panel title="What the data team’s query says at the same moment">
          <Skeleton className={listHeight} />
        </Panel>
      </div>
    </>
  );
}

/** The timeline, before it is known. */
export function WeekTimelineSkeleton() {
  return (
    <Panel title="How did the last seven days go?">
      <Skeleton className="h-[32rem]" />
    </Panel>
  );
}

/** The period's violations, before they are known. */
export function ComplianceSkeleton() {
  return (
    <>
      <div className="grid gap-4 xl:grid-cols-2">
        <Panel title="Is the cooling period kept?">
          <Skeleton className="h-72" />
        </Panel>
        <Panel title="What led to the violations?">
          <Skeleton className="h-72" />
        </Panel>
      </div>
      <Panel title="Violations">
        <Skeleton className="h-64" />
      </Panel>
    </>
  );
}
