'use client';

import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { SignedOutNotice } from '@/app/(app)/_outbox/signed-out-notice';
import {
  type BulkChoice,
  type BulkSummary,
  summarizePreview,
} from '@/app/(app)/queue/bulk-preview';
import { type BulkVerb, previewQuery, type SelectedRow } from '@/app/(app)/queue/bulk-queries';
import { describeChoice } from '@/app/(app)/queue/decision';
import { accountLabel, type Flag } from '@/app/(app)/queue/queue-row';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Checkbox } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { flagLabels, type RejectReason, rejectReasons } from '@/lib/decisions/labels';
import { ReasonForm } from './reason-form';

/** Shows what a bulk decision would do, and asks for what is missing, before anything is sent. */
export function BulkDialog({
  verb,
  rows,
  onCancel,
  onDecide,
}: {
  readonly verb: BulkVerb;
  readonly rows: readonly SelectedRow[];
  readonly onCancel: () => void;
  readonly onDecide: (choice: BulkChoice, summary: BulkSummary) => void;
}) {
  const format = useFormat();
  const [confirmed, setConfirmed] = useState<ReadonlySet<Flag>>(new Set());
  const ids = rows.map(({ id }) => id);
  const { data, error, refetch } = useQuery(previewQuery(verb, ids));
  const summary = data && summarizePreview(rows, data, confirmed);
  const acceptButton = useRef<HTMLButtonElement>(null);
  useEffect(() => acceptButton.current?.focus(), []);

  const count = `${format.number(rows.length)} ${rows.length === 1 ? 'recommendation' : 'recommendations'}`;
  const sentCount = summary ? format.number(summary.sent.length) : '';
  const preview = (
    <>
      {error && (
        <Alert
          tone="danger"
          title="Could not check the recommendations"
          actions={
            <Button size="sm" onClick={() => void refetch()}>
              Try again
            </Button>
          }
        >
          {`${error.message} Nothing was changed.`}
        </Alert>
      )}
      {!summary && !error && <Skeleton className="h-6 w-56" />}
      {summary && (
        <PreviewSummary
          verb={verb}
          summary={summary}
          confirmed={confirmed}
          onConfirm={(flag) => {
            const next = new Set(confirmed);
            if (!next.delete(flag)) next.add(flag);
            setConfirmed(next);
          }}
        />
      )}
    </>
  );

  if (verb === 'reject') {
    return (
      <Dialog
        open
        onClose={onCancel}
        title={`Reject ${count}?`}
        description="The accounts stay unassigned. Their CSMs are not recommended for them again for a while."
      >
        <div className="grid gap-4">
          {preview}
          <ReasonForm<RejectReason>
            reasons={rejectReasons}
            initial={null}
            submitLabel={`Reject ${sentCount}`}
            onSubmit={(reason, note) => {
              if (summary && summary.sent.length > 0) {
                onDecide({ verb: 'reject', reason, note }, summary);
              }
            }}
            onCancel={onCancel}
          />
        </div>
      </Dialog>
    );
  }
  const canSend = summary !== undefined && summary.sent.length > 0;
  return (
    <Dialog
      open
      onClose={onCancel}
      title={`Accept ${count}?`}
      footer={
        <>
          <Button onClick={onCancel}>Cancel</Button>
          <Button
            ref={acceptButton}
            variant="primary"
            aria-disabled={!canSend}
            onClick={() => canSend && onDecide({ verb: 'accept' }, summary)}
            // Ignore a key that is still held down from the previous step.
            onKeyDown={(event) => event.repeat && event.preventDefault()}
          >
            {`Accept ${sentCount}`}
          </Button>
        </>
      }
    >
      <div className="grid min-h-32 content-start gap-4 text-sm">
        <SignedOutNotice />
        {preview}
      </div>
    </Dialog>
  );
}

/** What would be decided, what needs a confirmation, and what is skipped. */
function PreviewSummary({
  verb,
  summary,
  confirmed,
  onConfirm,
}: {
  readonly verb: BulkVerb;
  readonly summary: BulkSummary;
  readonly confirmed: ReadonlySet<Flag>;
  readonly onConfirm: (flag: Flag) => void;
}) {
  const format = useFormat();
  const { sent, groups, flagged, skipped } = summary;
  const done = verb === 'accept' ? 'accepted' : 'rejected';
  return (
    <>
      <div>
        <p role="status" className="font-medium">
          {sent.length === 0
            ? `None will be ${done}.`
            : `${format.number(sent.length)} will be ${done}.`}
        </p>
        <RowList label={`Show what will be ${done}`}>
          {sent.map(({ row }) => (
            <li key={row.id}>
              {verb === 'accept' ? describeChoice(row, { verb }) : accountLabel(row)}
            </li>
          ))}
        </RowList>
      </div>
      {flagged.length > 0 && (
        <fieldset className="grid gap-2">
          <legend className="pb-1 font-medium">
            {flagged.length === 1
              ? '1 breaks a routing rule. Accept it anyway?'
              : `${format.number(flagged.length)} break a routing rule. Accept them anyway?`}
          </legend>
          {groups.map(({ flag, count }) => (
            <div key={flag}>
              <Checkbox
                label={`${flagLabels[flag].name} (${format.number(count)})`}
                checked={confirmed.has(flag)}
                onChange={() => onConfirm(flag)}
              />
              <p className="pl-6 text-ink-muted">{flagLabels[flag].rule}</p>
            </div>
          ))}
          <RowList label="Show what breaks a rule">
            {flagged.map(({ row, rules }) => (
              <li key={row.id}>
                {describeChoice(row, { verb: 'accept' })}
                <span className="text-ink-muted">
                  {rules.flags.map((flag) => (
                    <Fragment key={flag}>
                      {` · ${flagLabels[flag].name}`}
                      {flag === 'cooling' && <Until at={rules.coolingUntil} />}
                      {flag === 'away' && <Until at={rules.awayUntil} />}
                    </Fragment>
                  ))}
                </span>
              </li>
            ))}
          </RowList>
        </fieldset>
      )}
      {skipped.length > 0 && (
        <section aria-label="Skipped">
          <p className="font-medium">
            {skipped.length === 1
              ? '1 is skipped.'
              : `${format.number(skipped.length)} are skipped.`}
          </p>
          <ul className="mt-1">
            {skipped.map(({ row, reason }) => (
              <li key={row.id} className="text-ink-muted">
                <span className="text-ink">{accountLabel(row)}</span>
                {`: ${reason}`}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Until({ at }: { readonly at: string | null }) {
  if (!at) return null;
  return (
    <>
      {' until '}
      <Time at={at} show="clock" />
    </>
  );
}

/** A list that is closed at first. Renders nothing if it is empty. */
function RowList({ label, children }: { readonly label: string; readonly children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <details className="mt-0.5">
      <summary className="w-fit cursor-pointer text-xs text-ink-muted hover:text-ink">
        {label}
      </summary>
      <ul className="mt-1 text-sm">{children}</ul>
    </details>
  );
}
