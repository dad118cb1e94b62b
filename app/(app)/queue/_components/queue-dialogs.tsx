'use client';

import { Suspense } from 'react';
import type { UndoableDecision } from '@/app/(app)/_shell/recent-decisions';
import type { RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { LoadingDialog } from '@/components/ui/dialog';
import { lazyComponent } from '@/components/ui/lazy-component';
import type { useBulkDecisions } from './use-bulk-decisions';
import type { useDecisionActions } from './use-decision-actions';
import type { useSnooze } from './use-snooze';

const DecisionDialogs = lazyComponent(() =>
  import('./decision-dialogs').then(({ DecisionDialogs }) => DecisionDialogs),
);

const SnoozeDialog = lazyComponent(() =>
  import('./snooze-dialog').then(({ SnoozeDialog }) => SnoozeDialog),
);

const BulkDialogs = lazyComponent(() =>
  import('./bulk-dialogs').then(({ BulkDialogs }) => BulkDialogs),
);

/** The open dialog of the queue, if any. */
export function QueueDialogs({
  decision,
  snooze,
  bulk,
  details,
  onUndo,
  onShow,
}: {
  readonly decision: ReturnType<typeof useDecisionActions>['dialog'];
  readonly snooze: ReturnType<typeof useSnooze>['dialog'];
  readonly bulk: ReturnType<typeof useBulkDecisions>['dialog'];
  readonly details: RecommendationDetailsJson | undefined;
  readonly onUndo: (decisions: readonly UndoableDecision[]) => void;
  readonly onShow: (recommendationId: string) => void;
}) {
  return (
    <>
      <Suspense fallback={<LoadingDialog />}>
        {decision && <DecisionDialogs {...decision} details={details} />}
        {snooze && <SnoozeDialog {...snooze} />}
      </Suspense>
      <Suspense>{bulk && <BulkDialogs {...bulk} onUndo={onUndo} onShow={onShow} />}</Suspense>
    </>
  );
}
