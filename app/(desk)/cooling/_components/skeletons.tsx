import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';

/** The height of the two lists of now, whatever is in them. */
export const nowHeight = 'h-96';

/** Who is cooling, before it is known. */
export function NowSkeleton() {
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
          <Skeleton className={nowHeight} />
        </Panel>
        <Panel title="What the data team’s query says at the same moment">
          <Skeleton className={nowHeight} />
        </Panel>
      </div>
    </>
  );
}

/** The timeline, before it is known. */
export function WeekSkeleton() {
  return (
    <Panel title="How did the last seven days go?">
      <Skeleton className="h-[32rem]" />
    </Panel>
  );
}

/** The period's violations, before they are known. */
export function KeptSkeleton() {
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
