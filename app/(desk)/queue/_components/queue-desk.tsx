'use client';

import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { announce } from '@/components/ui/live-region';
import type { QueuePage } from '@/lib/decisions/list-queue';
import { advisedRow, type Target } from '../queue-row';
import type { QueueQuery } from '../search-params';
import { DecisionDialogs, type Step } from './decision-dialogs';
import type { Standing } from './empty-queue';
import { expectedDoubt } from './expected-doubt';
import type { Choice, Intent } from './intent';
import { deskStyle, listStyle } from './layout';
import { type Notice, Notices } from './notices';
import { QueueHead } from './queue-head';
import { QueueTable } from './queue-table';
import { RecordPane } from './record-pane';
import { useAddress } from './use-address';
import { newIntent, useDecisions } from './use-decisions';
import { useQueueKeys } from './use-queue-keys';
import { useRecord } from './use-record';
import { useSeen } from './use-seen';
import { useSelection } from './use-selection';

const viewerWords = 'Your role is viewer: you can read everything, managers decide.';

/** The queue at work: the table, the record beside it, and the decisions between them. */
export function QueueDesk({
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
  readonly standing: Standing | null;
}) {
  const [view, setView] = useState({ columns: query.columns, density: query.density });
  const [step, setStep] = useState<Step | null>(null);
  const [notices, setNotices] = useState<readonly Notice[]>([]);

  const say = (notice: Omit<Notice, 'id'>) =>
    setNotices((all) => [...all.slice(-2), { ...notice, id: (all.at(-1)?.id ?? 0) + 1 }]);

  const decisions = useDecisions(page.rows, {
    say,
    doubt: (doubt) => {
      const look = () => setStep({ kind: 'confirm', doubt });
      selection.select(doubt.intent.row.id);
      if (!step) return look();
      const action = { label: 'Look at it', run: look };
      say({
        code: 'needs_confirmation',
        message: 'Something speaks against it. Nothing was changed.',
        intent: doubt.intent,
        action,
      });
    },
    returned: (id) => selection.select(id, 'row'),
  });
  const rows = page.rows.filter((row) => !decisions.gone.has(row.id));
  const selection = useSelection(rows, query);
  const { activeId } = selection;
  const address = useAddress(query, { ...view, row: selection.chosenId }, decisions.busy);
  const { held, retry } = useRecord(activeId, selection.nextId, page);

  const listed = rows.find((row) => row.id === activeId);
  const read = held?.record?.recommendation;
  const target: Target | null = listed ? advisedRow(listed, read) : (read ?? null);
  const seen = useSeen(read?.id ?? null, selection.open);

  function commit(intent: Intent) {
    setStep(null);
    selection.leave(intent.row.id);
    void decisions.decide({ ...intent, seenMs: seen(intent.row.id) });
  }

  function begin(verb: Choice['verb']) {
    if (!mayDecide) return announce(viewerWords);
    if (!target || decisions.gone.has(target.id)) return announce('There is no row to decide.');
    if (target.state !== 'pending') return announce('This was decided already.');
    if (verb !== 'accept') return setStep({ kind: verb, row: target });
    const intent = newIntent(target, { verb });
    if (target.flags.length === 0) return commit(intent);
    const { flags, coolingUntil, awayUntil } = target;
    setStep({ kind: 'confirm', doubt: { intent, flags, coolingUntil, awayUntil, news: false } });
  }

  /** Overrides to the CSM that Claude suggests; asks only where something speaks against it. */
  function follow() {
    if (!mayDecide) return announce(viewerWords);
    const csm = target?.review?.suggestedCsm;
    if (!target || !csm) return announce('Claude suggests nobody for this row.');
    if (target.state !== 'pending') return announce('This was decided already.');
    const choice = { verb: 'override', csm, reason: 'model_suggestion', note: '' } as const;
    const intent = newIntent(target, choice);
    const doubt = expectedDoubt(target, { exclusion: null });
    if (doubt.flags.length === 0) return commit(intent);
    setStep({ kind: 'confirm', doubt: { ...doubt, intent, news: false } });
  }

  const act = {
    accept: () => begin('accept'),
    override: () => begin('override'),
    reject: () => begin('reject'),
    follow,
  };
  useQueueKeys({
    ...act,
    move: selection.move,
    open: selection.openRecord,
    back: selection.back,
    search: () => document.getElementById('queue-search')?.focus(),
    undo: () => (mayDecide ? decisions.undo() : announce(viewerWords)),
  });

  return (
    <div className={deskStyle}>
      <section className={classNames(listStyle, selection.open && 'max-lg:invisible')}>
        <QueueHead
          page={page}
          left={page.matching - (page.rows.length - rows.length)}
          query={query}
          leftOut={leftOut}
          view={view}
          onView={setView}
          onAsk={address.ask}
        />
        <Notices
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
      <RecordPane
        target={target}
        id={activeId}
        held={held}
        mayDecide={mayDecide}
        open={selection.open}
        onBack={selection.back}
        onRetry={retry}
        {...act}
      />
      {step && (
        <DecisionDialogs
          step={step}
          onStep={setStep}
          onCommit={commit}
          record={held?.record?.recommendation.id === activeId ? held?.record : undefined}
        />
      )}
    </div>
  );
}
