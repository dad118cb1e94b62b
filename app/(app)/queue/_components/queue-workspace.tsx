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
import { listStyle, NARROW_SCREEN, workspaceStyle } from './queue-layout';
import { type EmptyQueueFacts, QueueTable } from './queue-table';
import { QueueToolbar } from './queue-toolbar';
import { RecommendationPane } from './recommendation-pane';
import { expectedConfirmation, newDecisionRequest, useDecisions } from './use-decisions';
import { useQueueUrl } from './use-queue-url';
import { useDwellTime, useRecommendation } from './use-recommendation';
import { useSelection } from './use-selection';

const VIEWER_MESSAGE = 'You are a viewer. Only managers can decide.';
const DECIDED_MESSAGE = 'This recommendation has already been decided.';
const MAX_ALERTS = 3;

/** The queue table, the details of the selected recommendation, and its decisions. */
export function QueueWorkspace({
  page,
  query,
  ignored,
  canDecide,
  emptyFacts,
}: {
  readonly page: QueuePage;
  readonly query: QueueQuery;
  /** Descriptions of invalid values in the URL. */
  readonly ignored: readonly string[];
  readonly canDecide: boolean;
  readonly emptyFacts: EmptyQueueFacts | null;
}) {
  const [view, setView] = useState({ columns: query.columns, density: query.density });
  const [step, setStep] = useState<DecisionStep | null>(null);
  const [alerts, setAlerts] = useState<readonly DecisionAlert[]>([]);

  const addAlert = (alert: Omit<DecisionAlert, 'id'>) =>
    setAlerts((all) => [...all.slice(1 - MAX_ALERTS), { ...alert, id: (all.at(-1)?.id ?? 0) + 1 }]);

  const decisions = useDecisions(page.rows, {
    addAlert,
    confirm: (confirmation) => {
      const review = () => setStep({ kind: 'confirm', confirmation });
      selection.select(confirmation.request.row.id);
      if (!step) return review();
      addAlert({
        code: 'needs_confirmation',
        message: 'This breaks a routing rule. Nothing was changed.',
        request: confirmation.request,
        action: { label: 'Review', run: review },
      });
    },
    onUndone: (id) => selection.select(id, 'row'),
  });
  const rows = page.rows.filter((row) => !decisions.removed.has(row.id));
  const selection = useSelection(rows, query);
  const { activeId } = selection;
  const url = useQueueUrl(query, { ...view, row: selection.chosenId }, decisions.busy);
  const { data: details, error, refetch } = useRecommendation(activeId, selection.nextId, page);

  const listed = rows.find((row) => row.id === activeId);
  const loaded = details?.recommendation;
  const target: DecisionTarget | null = listed
    ? withNewestReview(listed, loaded)
    : (loaded ?? null);
  const dwellTime = useDwellTime(loaded?.id ?? null, selection.open);

  function commit(request: DecisionRequest) {
    setStep(null);
    selection.leave(request.row.id);
    void decisions.decide({ ...request, dwellMs: dwellTime(request.row.id) });
  }

  /** The selected recommendation if the user can decide it; otherwise says why not. */
  function decidableTarget(): DecisionTarget | null {
    if (!canDecide) announce(VIEWER_MESSAGE);
    else if (!target || decisions.removed.has(target.id))
      announce('No recommendation is selected.');
    else if (target.state !== 'pending') announce(DECIDED_MESSAGE);
    else return target;
    return null;
  }

  function begin(verb: DecisionChoice['verb']) {
    const row = decidableTarget();
    if (!row) return;
    if (verb !== 'accept') return setStep({ kind: verb, row });
    const request = newDecisionRequest(row, { verb });
    const { flags, coolingUntil, awayUntil } = row;
    if (flags.length === 0) return commit(request);
    setStep({
      kind: 'confirm',
      confirmation: { request, flags, coolingUntil, awayUntil, foundByServer: false },
    });
  }

  /** Overrides to the CSM that Claude suggests. Asks only if that breaks a rule. */
  function acceptSuggestion() {
    const row = decidableTarget();
    if (!row) return;
    const csm = row.review?.suggestedCsm;
    if (!csm) return announce('Claude suggests no other CSM for this account.');
    const choice = { verb: 'override', csm, reason: 'model_suggestion', note: '' } as const;
    const request = newDecisionRequest(row, choice);
    const expected = expectedConfirmation(row, { exclusion: null });
    if (expected.flags.length === 0) return commit(request);
    setStep({ kind: 'confirm', confirmation: { ...expected, request, foundByServer: false } });
  }

  const actions = {
    accept: () => begin('accept'),
    override: () => begin('override'),
    reject: () => begin('reject'),
    acceptSuggestion,
  };
  useQueueShortcuts({
    ...actions,
    move: selection.move,
    open: selection.openDetails,
    back: selection.back,
    search: () => document.getElementById('queue-search')?.focus(),
    undo: () => (canDecide ? decisions.undo() : announce(VIEWER_MESSAGE)),
  });

  const alertList = (
    <DecisionAlerts
      alerts={alerts}
      onDismiss={(id) => setAlerts((all) => all.filter((alert) => alert.id !== id))}
      onShow={(id) => selection.select(id, 'details', true)}
    />
  );
  // On narrow screens, open details hide the table and the alerts above it.
  const isCovered = alerts.length > 0 && selection.open && window.matchMedia(NARROW_SCREEN).matches;

  return (
    <div className={workspaceStyle}>
      <section className={classNames(listStyle, selection.open && 'max-lg:invisible')}>
        <QueueToolbar
          page={page}
          removed={page.rows.length - rows.length}
          query={query}
          ignored={ignored}
          view={view}
          onView={setView}
          onQuery={url.setQuery}
        />
        {!isCovered && alertList}
        <QueueTable
          page={page}
          rows={rows}
          query={query}
          view={view}
          activeId={activeId}
          busy={url.isLoading}
          emptyFacts={emptyFacts}
          onSelect={(id) => selection.select(id)}
          onTap={(id) => selection.select(id, null, true)}
          onOpen={(id) => selection.select(id, 'details', true)}
          onQuery={url.setQuery}
          pageHref={url.pageHref}
        />
      </section>
      <RecommendationPane
        target={target}
        id={activeId}
        alerts={isCovered && alertList}
        details={details}
        error={error}
        canDecide={canDecide}
        open={selection.open}
        onBack={selection.back}
        onRetry={() => void refetch()}
        {...actions}
      />
      {step && <DecisionDialogs step={step} onStep={setStep} onCommit={commit} details={details} />}
    </div>
  );
}

/** The keyboard shortcuts of the queue. They are off while typing. */
function useQueueShortcuts(run: {
  readonly move: (by: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
  readonly search: () => void;
  readonly accept: () => void;
  readonly override: () => void;
  readonly reject: () => void;
  readonly acceptSuggestion: () => void;
  readonly undo: () => void;
}): void {
  useKeyboardShortcuts([
    { keys: 'j', label: 'Next row', repeats: true, run: () => run.move(1) },
    { keys: 'k', label: 'Previous row', repeats: true, run: () => run.move(-1) },
    { keys: 'Enter', label: 'Go to the details', run: run.open },
    { keys: 'Escape', label: 'Back to the table', run: run.back },
    { keys: 'a', label: 'Accept', run: run.accept },
    { keys: 'o', label: 'Override (choose another CSM)', run: run.override },
    { keys: 'r', label: 'Reject (digits choose the reason)', run: run.reject },
    { keys: 'c', label: 'Use Claude’s suggestion', run: run.acceptSuggestion },
    { keys: 'u', label: 'Undo the last decision', run: run.undo },
    { keys: '/', label: 'Search the queue', run: run.search },
  ]);
}
