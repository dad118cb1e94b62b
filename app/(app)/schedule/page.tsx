import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PageHeader } from '@/components/ui/page-layout';
import { PanelsSkeleton } from '@/components/ui/page-skeleton';
import { listJobs } from '@/lib/schedule/list-jobs';
import { type Context, pageContext } from '@/lib/server/context';
import { env } from '@/lib/server/env';
import { JobPanel } from './_components/job-panel';

export const metadata: Metadata = { title: 'Schedule' };

/** When each scheduled job runs next, how it ended last, and which times were missed. */
export default async function SchedulePage() {
  const ctx = await pageContext();
  return (
    <>
      <PageHeader
        title="Schedule"
        description="What the server starts by itself. An operator sets the times in the server’s settings."
      />
      <div className="grid gap-4 px-4 pb-6 lg:grid-cols-2 lg:px-6">
        <Suspense fallback={<PanelsSkeleton panels={['h-44', 'h-44', 'h-44', 'h-44', 'h-44']} />}>
          <Jobs ctx={ctx} />
        </Suspense>
      </div>
    </>
  );
}

async function Jobs({ ctx }: { readonly ctx: Context }) {
  const jobs = await listJobs(ctx, env());
  return jobs.map((job) => <JobPanel key={job.name} job={job} />);
}
