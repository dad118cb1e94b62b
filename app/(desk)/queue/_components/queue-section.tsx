import { countRoutable } from '@/lib/accounts/count-routable';
import { hasRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { lastDecision } from '@/lib/decisions/last-decision';
import { listQueue } from '@/lib/decisions/list-queue';
import { pageContext } from '@/lib/request-context';
import { listRuns } from '@/lib/runs/list-runs';
import { leftOut } from '../left-out';
import { askedOf, loadQueueQuery } from '../search-params';
import type { Standing } from './empty-queue';
import { QueueDesk } from './queue-desk';

/** Reads what the address asks for. */
export async function QueueSection({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  const [context, raw] = await Promise.all([pageContext(), searchParams]);
  const query = await loadQueueQuery(raw);
  const page = await listQueue(context, askedOf(query));
  return (
    <QueueDesk
      page={page}
      query={query}
      leftOut={leftOut(raw, query)}
      mayDecide={hasRole(context.person, 'manager')}
      standing={page.pending === 0 ? await standingOf(context) : null}
    />
  );
}

/** Why an empty queue may be empty. */
async function standingOf(context: Context): Promise<Standing> {
  const [runs, { routable }, last] = await Promise.all([
    listRuns(context, { page: 1, pageSize: 1 }),
    countRoutable(context),
    lastDecision(context),
  ]);
  return { everRan: runs.total > 0, routable, last };
}
