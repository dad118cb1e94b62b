'use client';

import { useState } from 'react';
import { type DecisionTarget, withNewestReview } from '@/app/(app)/queue/queue-row';
import type { QueueQuery } from '@/app/(app)/queue/search-params';
import { classNames } from '@/components/ui/class-names';
import { useKeyboardShortcuts } from '@/components/ui/keyboard-shortcuts';
import { announce } from '@/components/ui/notifications';
import type { QueuePage } from '@/lib/decisions/queue';
import { type DecisionAlert, DecisionAlerts } from './decision-alerts';
import { DecisionDialogs, type DecisionStep } from './decision-dialogs';
import type { DecisionChoice, DecisionRequest } from './decision-requests';
import { listStyle, workspaceStyle } from './queue-layout';
import { type EmptyQueueFacts, QueueTable } from './queue-table';
import { QueueToolbar } from './queue-toolbar';
import { RecommendationPane } from './recommendation-pane';
import { expectedConfirmation, newDecisionRequest, useDecisions } from './use-decisions';
import { useQueueUrl } from './use-queue-url';
import { useRecommendation } from './use-recommendation';
import { useDwellTime, useSelection } from './use-selection';

const viewerMessage = 'Your role is viewer: you can read everything, managers decide.';

/** The queue at work: the table, the record beside it, and the decisions between them. */
export function QueueWorkspace({
  page,
  query,
  leftOut,
  mayDecide,
  standing,
}: {
  readonly page: QueuePage;
  readonly query: QueueQuery;
  readonly leftOut: readonly string[];
  readonly mayDecide: boolean;
  readonly standing: EmptyQueueFacts | null;
}) {
  const [view, setView] = useState({ columns: query.columns, density: query.density });
  const [step, setStep] = useState<DecisionStep | null>(null);
  const [notices, setNotices] = useState<readonly DecisionAlert[]>([]);

  const say = (notice: Omit<DecisionAlert, 'id'>) =>
    setNotices((all) => [...all.slice(-2), { ...notice, id: (all.at(-1)?.id ?? 0) + 1 }]);

  const decisions = useDecisions(page.rows, {
    say,
    doubt: (doubt) => {
      const look = () => setStep({ kind: 'confirm', doubt });
      selection.select(doubt.request.row.id);
      if (!step) return look();
      const action = { label: 'Look at it', run: look };
      say({
        code: 'needs_confirmation',
        message: 'Something speaks against it. Nothing was changed.',
        request: doubt.request,
        action,
      });
    },
    returned: (id) => selection.select(id, 'row'),
  });
  const rows = page.rows.filter((row) => !decisions.gone.has(row.id));
  const selection = useSelection(rows, query);
  const { activeId } = selection;
  const address = useQueueUrl(query, { ...view, row: selection.chosenId }, decisions.busy);
  const details = useRecommendation(activeId, selection.nextId, page);
  const record = details.data;

  const listed = rows.find((row) => row.id === activeId);
  const read = record?.recommendation;
  const target: DecisionTarget | null = listed ? withNewestReview(listed, read) : (read ?? null);
  const seen = useDwellTime(read?.id ?? null, selection.open);

  function commit(intent: DecisionRequest) {
    setStep(null);
    selection.leave(intent.row.id);
    void decisions.decide({ ...intent, dwellMs: seen(intent.row.id) });
  }

  function begin(verb: DecisionChoice['verb']) {
    if (!mayDecide) return announce(viewerMessage);
    if (!target || decisions.gone.has(target.id)) return announce('There is no row to decide.');
    if (target.state !== 'pending') return announce('This was decided already.');
    if (verb !== 'accept') return setStep({ kind: verb, row: target });
    const intent = newDecisionRequest(target, { verb });
    if (target.flags.length === 0) return commit(intent);
    const { flags, coolingUntil, awayUntil } = target;
    setStep({
      kind: 'confirm',
      doubt: { request: intent, flags, coolingUntil, awayUntil, foundByServer: false },
    });
  }

  /** Overrides to the CSM that Claude suggests; asks only where something speaks against it. */
  function follow() {
    if (!mayDecide) return announce(viewerMessage);
    const csm = target?.review?.suggestedCsm;
    if (!target || !csm) return announce('Claude suggests nobody for this row.');
    if (target.state !== 'pending') return announce('This was decided already.');
    const choice = { verb: 'override', csm, reason: 'model_suggestion', note: '' } as const;
    const intent = newDecisionRequest(target, choice);
    const doubt = expectedConfirmation(target, { exclusion: null });
    if (doubt.flags.length === 0) return commit(intent);
    setStep({ kind: 'confirm', doubt: { ...doubt, request: intent, foundByServer: false } });
  }

  const act = {
    accept: () => begin('accept'),
    override: () => begin('override'),
    reject: () => begin('reject'),
    follow,
  };
  useQueueShortcuts({
    ...act,
    move: selection.move,
    open: selection.openRecord,
    back: selection.back,
    search: () => document.getElementById('queue-search')?.focus(),
    undo: () => (mayDecide ? decisions.undo() : announce(viewerMessage)),
  });

  return (
    <div className={workspaceStyle}>
      <section className={classNames(listStyle, selection.open && 'max-lg:invisible')}>
        <QueueToolbar
          page={page}
          left={page.matching - (page.rows.length - rows.length)}
          query={query}
          leftOut={leftOut}
          view={view}
          onView={setView}
          onAsk={address.ask}
        />
        <DecisionAlerts
          notices={notices}
          onDismiss={(id) => setNotices((all) => all.filter((notice) => notice.id !== id))}
          onShow={(id) => selection.select(id, 'record', true)}
        />
        <QueueTable
          page={page}
          rows={rows}
          query={query}
          view={view}
          activeId={activeId}
          busy={address.asking}
          standing={standing}
          onSelect={(id) => selection.select(id)}
          onTap={(id) => selection.select(id, null, true)}
          onOpen={(id) => selection.select(id, 'record', true)}
          onAsk={address.ask}
          pageHref={address.pageHref}
        />
      </section>
      <RecommendationPane
        target={target}
        id={activeId}
        record={record}
        error={details.error}
        mayDecide={mayDecide}
        open={selection.open}
        onBack={selection.back}
        onRetry={() => void details.refetch()}
        {...act}
      />
      {step && <DecisionDialogs step={step} onStep={setStep} onCommit={commit} record={record} />}
    </div>
  );
}

/** The keys of the queue; they rest while somebody types. */
function useQueueShortcuts(run: {
  readonly move: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
  readonly search: () => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
  readonly follow: () => void;
  readonly undo: () => void;
}): void {
  useKeyboardShortcuts([
    { keys: 'j', label: 'Next row', repeats: true, run: () => run.move(1) },
    { keys: 'k', label: 'Previous row', repeats: true, run: () => run.move(-1) },
    { keys: 'Enter', label: 'Go to the record', run: run.open },
    { keys: 'Escape', label: 'Back to the table', run: run.back },
    { keys: 'a', label: 'Accept', run: run.accept },
    { keys: 'o', label: 'Override: choose another CSM', run: run.override },
    { keys: 'r', label: 'Reject; digits choose the reason', run: run.reject },
    { keys: 'c', label: 'Override to the CSM that Claude suggests', run: run.follow },
    { keys: 'u', label: 'Undo the last decision', run: run.undo },
    { keys: '/', label: 'Search the queue', run: run.search },
  ]);
}
