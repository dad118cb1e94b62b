'use client';

import { useRouter } from 'next/navigation';
import { Suspense, useEffect, useRef } from 'react';
import type { OutboxEntry } from '@/app/(app)/_outbox/entry';
import { useOutbox } from '@/app/(app)/_outbox/outbox-provider';
import { useRecentDecisions } from '@/app/(app)/_shell/recent-decisions-provider';
import { downloadCsv } from '@/app/(app)/queue/download-csv';
import { type DecisionTarget, withNewestReview } from '@/app/(app)/queue/queue-row';
import { type QueueParams, queueView } from '@/app/(app)/queue/search-params';
import { rowIdAt } from '@/components/table/row-id';
import { classNames } from '@/components/ui/class-names';
import { lazyComponent, serverRenderedComponent } from '@/components/ui/lazy-component';
import type { TablePreferences } from '@/lib/decisions/queue-preferences';
import { useReportVisibleRecord } from './also-open';
import type { EmptyQueueFacts } from './empty-states';
import { LatestDecisionStatus } from './latest-decision';
import { OthersDecisions, useOthersDecisions } from './others-decisions';
import { QueueDialogs } from './queue-dialogs';
import { listStyle, workspaceStyle } from './queue-layout';
import { QueueToolbar } from './queue-toolbar';
import { RecommendationPane } from './recommendation-pane';
import { refusedEntries } from './refused-decision';
import { useBulkDecisions } from './use-bulk-decisions';
import { useBulkSelection } from './use-bulk-selection';
import { useDecisionActions } from './use-decision-actions';
import { useDecisions } from './use-decisions';
import { useNoteForm } from './use-note-form';
import { useQueueRows } from './use-queue-rows';
import { useQueueShortcuts } from './use-queue-shortcuts';
import { useQueueParams, useQueueQuery, useQueueUrl } from './use-queue-url';
import { useDwellTime, useRecommendation } from './use-recommendation';
import { useRowAnchor } from './use-row-anchor';
import { useSavedViews } from './use-saved-views';
import { useSelection } from './use-selection';
import { useSnooze } from './use-snooze';
import { useTablePreferences } from './use-table-preferences';
import { type TableView, useTableView } from './use-table-view';

const BulkBar = lazyComponent(() => import('./bulk-bar').then(({ BulkBar }) => BulkBar));
const QueueTable = serverRenderedComponent(() =>
  import('./queue-table').then(({ QueueTable }) => QueueTable),
);

const RefusedAlert = lazyComponent(() =>
  import('./refused-alert').then(({ RefusedAlert }) => RefusedAlert),
);

const RefusedBanner = lazyComponent(() =>
  import('./refused-banner').then(({ RefusedBanner }) => RefusedBanner),
);

/** The queue table, the details of the selected recommendation, and its decisions. */
export function QueueWorkspace({
  canDecide,
  emptyFacts,
  tablePreferences,
}: {
  readonly canDecide: boolean;
  readonly emptyFacts: EmptyQueueFacts | null;
  readonly tablePreferences: TablePreferences;
}) {
  const { params, ignored } = useQueueParams();
  const { preferences, remember } = useTablePreferences(tablePreferences, params);
  const query = useQueueQuery(params, preferences);
  const queue = useQueueRows(queueView(query));
  const { page, rows, hiddenCount } = queue;
  const selection = useSelection(rows, queue.view, query.row);
  const { activeId } = selection;
  const table = useTableView(params, preferences);
  const shallow = { ...table.params, row: selection.chosenId };
  const url = useQueueUrl(params, shallow, queue.isLoading);
  const outbox = useOutbox();
  const decisions = useDecisions({
    onUndo: ([first]) => first && selection.select(first.recommendationId, 'row'),
    onOldDecision: () => recentDecisions.open(),
  });
  const { data: details, error, refetch } = useRecommendation(activeId, queue);
  useEmptyFactsRefresh(page?.pending === 0);
  useRowAnchor(rows, activeId);
  const othersDecisions = useOthersDecisions(queue);
  useReportVisibleRecord(activeId, selection.open);

  const listed = rows.find((row) => row.id === activeId);
  const loaded = details?.recommendation;
  const target: DecisionTarget | null = listed
    ? withNewestReview(listed, loaded)
    : (loaded ?? null);
  const dwellTime = useDwellTime(loaded?.id ?? null, selection.open);

  const refused = refusedEntries(outbox.entries);
  const refusal = activeId === null ? undefined : refused.get(activeId);
  const otherRefusals = [...refused.values()].filter((entry) => entry !== refusal);

  const undecided = target && queue.changes.get(target.id) === 'removed' ? null : target;
  const { actions, acceptWithNote, review, undo, dialog } = useDecisionActions({
    canDecide,
    selectedId: activeId,
    target: undecided,
    refusal,
    dwellTime,
    onDecide(decision) {
      note.discard(decision);
      decisions.decide(decision);
    },
    onLeave(id) {
      queue.remember(id);
      selection.leave(id);
    },
  });
  const snooze = useSnooze(canDecide, selection.leave);
  const saved = useSavedViews(query, showView);
  const note = useNoteForm({
    canDecide,
    target: undecided,
    acceptWithNote,
    onOpen: () => selection.select(activeId, null, true),
  });
  const dismiss = (...entries: readonly OutboxEntry[]) =>
    outbox.dismiss(...entries.map(({ requestId }) => requestId));
  const show = (id: string) => selection.select(id, 'details', true);
  const recentDecisions = useRecentDecisions(show);

  const move = (by: 1 | -1) => selection.move(by, (to) => url.turnPage(to, page));

  const selected = useBulkSelection({ queue, canDecide });
  const bulk = useBulkDecisions({
    selection: selected,
    view: queue.view,
    onDecide: decisions.decide,
    onClear: () => selection.select(activeId, 'row'),
    onLeave(ids) {
      queue.remember(...ids);
      selection.leave(...ids);
    },
  });

  useQueueShortcuts({
    ...actions,
    ...bulk.actions,
    move,
    open: selection.openDetails,
    back: () => (selected.count > 0 ? selected.clear() : selection.back()),
    toggle: () => selected.toggle(activeId),
    selectRange: () => selected.selectRangeTo(activeId),
    search: () => document.getElementById('queue-search')?.focus(),
    undo: () => undo(decisions.undoLatest),
    snooze: () => snooze.ask(target),
    note: note.open,
    exportCsv: () => void downloadCsv(query),
  });

  const alertProps = {
    compact: selected.count > 0,
    entries: otherRefusals,
    onShow: show,
    onShowBulk: bulk.showOutcomes,
    onDismiss: dismiss,
  };
  const refusedAlert = (
    <Suspense>{otherRefusals.length > 0 && <RefusedAlert {...alertProps} />}</Suspense>
  );
  const latestProps = {
    latest: decisions.latest,
    onUndo: decisions.undoAndShow,
    onShow: show,
    onHide: decisions.hideLatest,
  };

  return (
    <div className={workspaceStyle}>
      <section className={classNames(listStyle, selection.open && 'max-lg:invisible')}>
        <QueueToolbar
          page={page}
          hiddenCount={hiddenCount}
          isOutdated={queue.error !== null}
          onRetry={queue.refetch}
          alert={
            <>
              <OthersDecisions text={othersDecisions} />
              {refusedAlert}
            </>
          }
          bulkBar={
            bulk.bar && (
              <Suspense>
                <BulkBar {...bulk.bar} page={page} hiddenCount={hiddenCount} />
              </Suspense>
            )
          }
          query={query}
          ignored={ignored}
          saved={saved}
          view={table.view}
          onView={changeView}
          onQuery={changeQuery}
          onRecent={recentDecisions.open}
          canRefresh={canDecide}
          onExport={() => void downloadCsv(query)}
        />
        {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: Enter on a row does the same. */}
        <div
          className="contents"
          // Works before the table's code has loaded. On narrow screens, it opens the details.
          onClick={({ target }) => {
            const id = rowIdAt(target);
            if (id !== undefined) selection.select(id, null, true);
          }}
        >
          <QueueTable
            page={page}
            rows={rows}
            query={query}
            view={table.view}
            activeId={activeId}
            selected={canDecide ? selected : null}
            isLoading={queue.isLoading}
            error={queue.error}
            emptyFacts={emptyFacts}
            onRetry={queue.refetch}
            latest={<LatestDecisionStatus {...latestProps} className="flex-1 max-lg:hidden" />}
            onSelect={(id) => selection.select(id)}
            onOpen={show}
            onQuery={changeQuery}
            hrefWith={url.hrefWith}
          />
        </div>
      </section>
      <RecommendationPane
        target={target}
        id={activeId}
        notice={
          <>
            <LatestDecisionStatus {...latestProps} className="flex-1 justify-end" />
            {refusedAlert}
          </>
        }
        refusal={
          <Suspense>
            {refusal && <RefusedBanner entry={refusal} onReview={review} onDismiss={dismiss} />}
          </Suspense>
        }
        details={details}
        error={error}
        canDecide={canDecide}
        hasRows={rows.length > 0}
        hasSelection={selected.count > 0}
        open={selection.open}
        position={
          page && listed
            ? {
                nth: (page.page - 1) * query.size + rows.indexOf(listed) + 1,
                total: page.matching - queue.hiddenCount,
              }
            : null
        }
        onBack={selection.back}
        onMove={move}
        onRetry={() => void refetch()}
        onShow={show}
        note={note.element}
        onNote={note.open}
        {...actions}
      />
      <QueueDialogs
        decision={dialog}
        snooze={snooze.dialog}
        bulk={bulk.dialog}
        details={details}
        onUndo={decisions.undoAndShow}
        onShow={show}
      />
    </div>
  );

  function changeQuery(change: Partial<QueueParams>) {
    url.setQuery(change);
    remember(change);
  }

  /** Opens a saved view, which looks as it was saved. */
  function showView(next: Partial<QueueParams>) {
    table.open({ ...params, ...next });
    url.setQuery(next);
  }

  function changeView(next: TableView) {
    table.setView(next);
    remember(next);
  }
}

/** Asks the server what an empty queue says, each time the queue becomes empty. */
function useEmptyFactsRefresh(isEmpty: boolean): void {
  const router = useRouter();
  const wasEmpty = useRef(isEmpty);
  useEffect(() => {
    if (isEmpty && !wasEmpty.current) router.refresh();
    wasEmpty.current = isEmpty;
  }, [isEmpty, router]);
}
