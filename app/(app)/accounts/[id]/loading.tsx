import { PageHeader, Panel } from '@/components/ui/page-layout';
import { Skeleton } from '@/components/ui/skeleton';
import { AccountFacts } from './_components/account-summary';

const lines = ['a', 'b', 'c', 'd', 'e', 'f'];

export default function AccountLoading() {
  return (
    <>
      <PageHeader
        title={<Skeleton className="h-7 w-64" />}
        description={<Skeleton className="mt-1 h-4 w-40" />}
      />
      <div className="flex flex-col gap-4 px-4 pb-6 lg:px-6">
        <AccountFacts standing="loading" />
        <Panel title="Everything that happened">
          <div className="flex flex-col gap-5 pt-1">
            {lines.map((line) => (
              <Skeleton key={line} className="h-10" />
            ))}
          </div>
        </Panel>
      </div>
    </>
  );
}
