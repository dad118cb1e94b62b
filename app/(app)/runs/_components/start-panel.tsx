import Link from 'next/link';
import { runScopeLabel } from '@/app/(app)/_shared/run-status';
import { Alert } from '@/components/ui/alert';
import { buttonClass } from '@/components/ui/button';
import { formatCount, formatNumber } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { countRoutableAccounts } from '@/lib/accounts/search';
import { readReviewSettings } from '@/lib/reviews/review-settings';
import type { listRuns } from '@/lib/runs/read-runs';
import { hasRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { StartRunForm } from './start-run-form';
import { RefreshOnRunEnd } from './use-run-progress';

/** Where a run is started, with what stands in the way: another run, a role, nothing to place. */
export async function StartPanel({
  ctx,
  newest,
}: {
  readonly ctx: Context;
  /** Runs of which the first is the newest. */
  readonly newest: ReturnType<typeof listRuns>;
}) {
  const [pool, { runs }, { off }] = await Promise.all([
    countRoutableAccounts(ctx),
    newest,
    readReviewSettings(ctx),
  ]);
  const running = runs[0]?.status === 'running' ? runs[0] : undefined;
  return (
    <Panel title="Start a run">
      <div className="flex flex-col gap-4">
        {running && (
          <Alert
            title={`${running.startedByName}’s run is under way`}
            actions={
              <Link href={`/runs/${running.id}`} className={buttonClass('secondary', 'sm')}>
                Show it
              </Link>
            }
          >
            {`${runScopeLabel(running)}${running.dryRun ? ', dry run' : ''}. One run goes at a time.`}
            <RefreshOnRunEnd runId={running.id} stage={running.stage ?? 'reading'} />
          </Alert>
        )}
        {hasRole(ctx.person, 'manager') ? (
          <StartRunForm
            routable={pool.routable}
            situation={routableSummary(pool)}
            reviewable={off === null}
          />
        ) : (
          <p className="text-ink-muted">
            {routableSummary(pool)} Your role is viewer: you see every run here, and managers start
            them.
          </p>
        )}
      </div>
    </Panel>
  );
}

/** How many accounts a run may place now, in a sentence. */
function routableSummary({
  needing,
  routable,
}: {
  readonly needing: number;
  readonly routable: number;
}): string {
  if (needing === 0) return 'No account needs a CSM right now.';
  const need = `${formatCount(needing, 'account')} ${needing === 1 ? 'needs' : 'need'} a CSM`;
  if (routable === 0) {
    return `${need}, and ${needing === 1 ? 'it has' : 'all have'} a recommendation or an assignment already.`;
  }
  if (routable === needing) return `${need} and can be placed now.`;
  return `${need}; ${formatNumber(routable)} can be placed now, the others have a recommendation or an assignment already.`;
}
