import { EmptyState } from '@/components/ui/empty-state';
import { PlayIcon } from '@/components/ui/icons';
import { Pagination } from '@/components/ui/pagination';
import { Panel } from '@/components/ui/panel';
import type { listRuns } from '@/lib/runs/list-runs';
import { pageSize } from '../search-params';
import { RunTable } from './run-table';

/** A page of the runs there have been. */
export async function RunList({ listed }: { readonly listed: ReturnType<typeof listRuns> }) {
  const { runs, total, page } = await listed;
  if (total === 0) {
    return (
      <Panel title="Runs so far">
        <EmptyState title="The engine has not run yet" icon={<PlayIcon />}>
          A run proposes a CSM for every account that needs one. A dry run shows what it would
          propose without writing anything.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel
      title="Runs so far"
      flush
      aside={
        <Pagination
          page={page}
          size={pageSize}
          total={total}
          href={(to) => (to === 1 ? '/runs' : `/runs?page=${to}`)}
        />
      }
    >
      <RunTable runs={runs} />
    </Panel>
  );
}
