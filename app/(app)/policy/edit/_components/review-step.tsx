'use client';

import { useEffect, useRef } from 'react';
import { ChangesTable } from '@/app/(app)/policy/_components/changes-table';
import { Button } from '@/components/ui/button';
import { useFormat } from '@/components/ui/format-provider';
import { Panel } from '@/components/ui/page-layout';
import { type FieldValue, fieldValue } from '@/lib/policy/field-values';
import { type FieldPath, policyFields } from '@/lib/policy/fields';
import type { Policy } from '@/lib/policy/policy';
import { BacktestPanel } from './backtest-panel';
import type { draftChanges, PolicyDraft } from './draft';
import { PreviewPanel } from './preview-panel';
import { PublishPanel } from './publish-panel';

/** What a draft changes, what that would do, and the button to publish it. */
export function ReviewStep({
  policy,
  version,
  draft,
  changes,
  onNote,
  onBack,
  onPublished,
}: {
  /** The version in effect. */
  readonly policy: Policy;
  readonly version: number;
  readonly draft: PolicyDraft;
  readonly changes: ReturnType<typeof draftChanges>;
  readonly onNote: (note: string) => void;
  readonly onBack: () => void;
  readonly onPublished: () => void;
}) {
  const format = useFormat();
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    top.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  const paths = [...policyFields.keys()].filter((path) => path in changes);
  return (
    <div ref={top} tabIndex={-1} className="flex flex-col gap-4 pb-6 outline-none">
      <Panel
        title="Your changes"
        flush
        actions={
          <Button size="sm" onClick={onBack}>
            Back to editing
          </Button>
        }
      >
        <ChangesTable
          label="Settings that change"
          titles={[`Version ${version}`, 'Draft']}
          changes={paths.map((path: FieldPath) => ({
            path,
            before: fieldValue(policy, path),
            after: changes[path] as FieldValue,
          }))}
          format={format}
        />
      </Panel>
      <PreviewPanel version={version} changes={changes} />
      <BacktestPanel version={version} changes={changes} />
      <PublishPanel
        basedOn={draft.basedOn}
        note={draft.note}
        changes={changes}
        onNote={onNote}
        onPublished={onPublished}
      />
    </div>
  );
}
