import Link from 'next/link';
import { currentFormat } from '@/app/(app)/_shared/current-format';
import { runScopeLabel } from '@/app/(app)/_shared/run-status';
import { Alert } from '@/components/ui/alert';
import { buttonClass } from '@/components/ui/button';
import type { Format } from '@/components/ui/format';
import { Panel } from '@/components/ui/page-layout';
import { accountsToPlace } from '@/lib/accounts/labels';
import { countRoutableAccounts } from '@/lib/accounts/search';
import { readReviewSettings } from '@/lib/reviews/review-settings';
import type { listRuns } from '@/lib/runs/read-runs';
import { hasRole } from '@/lib/server/auth/person';
import type { Context } from '@/lib/server/context';
import { StartRunForm } from './start-run-form';
import { RefreshOnRunEnd } from './use-run-progress';

/** The form to start a run, or why it cannot start: another run, the role, or nothing to place. */
export async function StartPanel({
  ctx,
  newest,
}: {
  readonly ctx: Context;
  /** Runs, newest first. */
  readonly newest: ReturnType<typeof listRuns>;
}) {
  const [format, pool, { runs }, { off }] = await Promise.all([
    currentFormat(),
    countRoutableAccounts(ctx),
    newest,
    readReviewSettings(ctx),
  ]);
  const summary = routableSummary(pool, format);
  const running = runs[0]?.status === 'running' ? runs[0] : undefined;
  return (
    <Panel title="Start a run">
      <div className="flex flex-col gap-4">
        {running && (
          <Alert
            title={`${running.startedByName}’s run is in progress`}
            actions={
              <Link href={`/runs/${running.id}`} className={buttonClass('secondary', 'sm')}>
                Show run
              </Link>
            }
          >
            {`${runScopeLabel(running)}${running.dryRun ? ', dry run' : ''}. Only one run can be in progress at a time.`}
            <RefreshOnRunEnd runId={running.id} stage={running.stage ?? 'reading'} />
          </Alert>
        )}
        {hasRole(ctx.person, 'manager') ? (
          <StartRunForm
            routable={pool.routable}
            routableSummary={summary}
            reviewable={off === null}
          />
        ) : (
          <p className="text-ink-muted">
            {summary} As a viewer, you can see all runs. Only managers can start them.
          </p>
        )}
      </div>
    </Panel>
  );
}

/** Says how many accounts need a CSM, and how many of them a run may place. */
function routableSummary(
  { needing, routable }: { readonly needing: number; readonly routable: number },
  format: Format,
): string {
  if (needing === 0) return 'No account needs a CSM right now.';
  const need = `${format.count(needing, 'account')} ${needing === 1 ? 'needs' : 'need'} a CSM`;
  if (routable === 0) {
    return `${need}. ${needing === 1 ? 'It already has' : 'All already have'} a recommendation or an assignment.`;
  }
  const toPlace = format.count(routable, ...accountsToPlace);
  return routable === needing
    ? `${toPlace}.`
    : `${need}: ${toPlace}, and ${format.number(needing - routable)} with a recommendation or an assignment.`;
}
