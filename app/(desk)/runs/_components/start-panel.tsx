import Link from 'next/link';
import { Alert } from '@/components/ui/alert';
import { buttonStyle } from '@/components/ui/button-style';
import { Panel } from '@/components/ui/panel';
import { countRoutable } from '@/lib/accounts/count-routable';
import { hasRole } from '@/lib/auth/person';
import type { Context } from '@/lib/context';
import { readReviewSettings } from '@/lib/review/review-settings';
import type { listRuns } from '@/lib/runs/list-runs';
import { RefreshAtEnd } from './refresh-at-end';
import { scopeName } from './run-scope';
import { situationWords } from './situation';
import { StartForm } from './start-form';

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
    countRoutable(ctx),
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
              <Link href={`/runs/${running.id}`} className={buttonStyle('secondary', 'sm')}>
                Show it
              </Link>
            }
          >
            {`${scopeName(running)}${running.dryRun ? ', dry run' : ''}. One run goes at a time.`}
            <RefreshAtEnd runId={running.id} stage={running.stage ?? 'reading'} />
          </Alert>
        )}
        {hasRole(ctx.person, 'manager') ? (
          <StartForm
            routable={pool.routable}
            situation={situationWords(pool)}
            reviewable={off === null}
          />
        ) : (
          <p className="text-ink-muted">
            {situationWords(pool)} Your role is viewer: you see every run here, and managers start
            them.
          </p>
        )}
      </div>
    </Panel>
  );
}
