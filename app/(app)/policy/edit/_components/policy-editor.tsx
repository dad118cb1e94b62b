'use client';

import Link from 'next/link';
import { useRef, useState } from 'react';
import { comparisonHref } from '@/app/(app)/policy/search-params';
import { Alert } from '@/components/ui/alert';
import { Button, buttonClass } from '@/components/ui/button';
import { useFormat } from '@/components/ui/format-provider';
import { Panel } from '@/components/ui/page-layout';
import { invalidText } from '@/lib/policy/field-problem';
import type { FieldRange } from '@/lib/policy/field-range';
import { fieldValue } from '@/lib/policy/field-values';
import { type FieldPath, fieldGroups } from '@/lib/policy/fields';
import type { Policy } from '@/lib/policy/policy';
import type { ScopeChoices } from '@/lib/policy/scope-choices';
import {
  draftChanges,
  type Entry,
  invalidFields,
  type PolicyDraft,
  storeDraft,
  toEntry,
  useStoredDraft,
} from './draft';
import { controlId, FieldControl } from './field-control';
import { ReviewStep } from './review-step';

export interface PolicyEditorProps {
  /** The version in effect. */
  readonly version: number;
  readonly policy: Policy;
  readonly ranges: Readonly<Partial<Record<FieldPath, FieldRange | null>>>;
  readonly choices: ScopeChoices;
  /** The email of the person, whose draft is kept in the browser. */
  readonly person: string;
}

/** Edits the policy, then shows what the changes would do and publishes them. */
export function PolicyEditor({ version, policy, ranges, choices, person }: PolicyEditorProps) {
  const stored = useStoredDraft(person);
  const draft = stored ?? { basedOn: version, entries: {}, note: '' };
  const [step, setStep] = useState<'edit' | 'review'>('edit');
  const [shownErrors, setShownErrors] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const changes = draftChanges(draft, policy);
  const invalid = invalidFields(changes, ranges);
  const count = Object.keys(changes).length;

  const keep = (next: PolicyDraft) => {
    const isEmpty = Object.keys(draftChanges(next, policy)).length === 0 && next.note === '';
    storeDraft(person, isEmpty ? null : next);
  };

  function review() {
    setShownErrors(invalid.length > 0);
    if (invalid.length === 0) setStep('review');
    else requestAnimationFrame(() => summary.current?.focus());
  }

  return (
    <div className="flex flex-col gap-4 px-4 lg:px-6">
      {draft.basedOn < version && (
        <OutdatedAlert
          basedOn={draft.basedOn}
          version={version}
          onApply={() => keep({ ...draft, basedOn: version })}
        />
      )}
      {step === 'review' && count > 0 ? (
        <ReviewStep
          policy={policy}
          version={version}
          draft={draft}
          changes={changes}
          onNote={(note) => keep({ ...draft, note })}
          onBack={() => setStep('edit')}
          onPublished={() => storeDraft(person, null)}
        />
      ) : (
        <form
          aria-label="Policy"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            review();
          }}
          className="flex flex-col gap-4"
        >
          <div ref={summary} tabIndex={-1} className="outline-none">
            {shownErrors && invalid.length > 0 && <ErrorSummary paths={invalid} ranges={ranges} />}
          </div>
          <SettingControls
            policy={policy}
            ranges={ranges}
            choices={choices}
            changes={changes}
            invalid={invalid}
            draft={draft}
            onChange={(path, entry) =>
              keep({ ...draft, entries: { ...draft.entries, [path]: entry } })
            }
          />
          <EditBar count={count} onDiscard={() => storeDraft(person, null)} />
        </form>
      )}
    </div>
  );
}

/** All settings in groups. */
function SettingControls({
  policy,
  ranges,
  choices,
  draft,
  changes,
  invalid,
  onChange,
}: Pick<PolicyEditorProps, 'policy' | 'ranges' | 'choices'> & {
  readonly draft: PolicyDraft;
  readonly changes: ReturnType<typeof draftChanges>;
  readonly invalid: readonly FieldPath[];
  readonly onChange: (path: FieldPath, entry: Entry) => void;
}) {
  return (
    <div className="gap-4 xl:columns-2">
      {fieldGroups.map(({ id, title, description, fields }) => (
        <div key={id} className="mb-4 break-inside-avoid">
          <Panel title={title} description={description}>
            <div className="flex flex-col gap-4">
              {(Object.keys(fields) as FieldPath[]).map((path) => {
                const published = fieldValue(policy, path);
                return (
                  <FieldControl
                    key={path}
                    path={path}
                    published={published}
                    entry={
                      path in draft.entries
                        ? (draft.entries[path] as Entry)
                        : toEntry(path, published)
                    }
                    range={ranges[path] ?? null}
                    isChanged={path in changes}
                    isInvalid={invalid.includes(path)}
                    choices={choices}
                    onChange={(entry) => onChange(path, entry)}
                  />
                );
              })}
            </div>
          </Panel>
        </div>
      ))}
    </div>
  );
}

/** The invalid settings, each with a link to its control. */
function ErrorSummary({
  paths,
  ranges,
}: {
  readonly paths: readonly FieldPath[];
  readonly ranges: PolicyEditorProps['ranges'];
}) {
  return (
    <Alert tone="danger" title="These settings are not allowed">
      <ul className="list-disc pl-5">
        {paths.map((path) => (
          <li key={path}>
            <a href={`#${controlId(path)}`} className="underline underline-offset-2">
              {invalidText(path, ranges[path] ?? null)}
            </a>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** Says that a newer version was published, and offers to apply the changes to it. */
function OutdatedAlert({
  basedOn,
  version,
  onApply,
}: {
  readonly basedOn: number;
  readonly version: number;
  readonly onApply: () => void;
}) {
  return (
    <Alert
      tone="warn"
      title={`Version ${version} was published after you started to edit version ${basedOn}`}
      actions={
        <>
          <Link
            href={comparisonHref('/policy', { from: basedOn, to: version })}
            className={buttonClass('secondary', 'sm')}
          >
            Compare the versions
          </Link>
          <Button size="sm" onClick={onApply}>
            Apply my changes to version {version}
          </Button>
        </>
      }
    >
      Your changes are kept. They cannot be published until you apply them to the new version.
    </Alert>
  );
}

/** The number of changes, and what to do with them. Not sticky: it would cover controls. */
function EditBar({ count, onDiscard }: { readonly count: number; readonly onDiscard: () => void }) {
  const format = useFormat();
  return (
    <div className="-mx-4 flex flex-wrap items-center gap-3 border-t border-line bg-surface px-4 py-3 lg:-mx-6 lg:px-6">
      <p role="status" className="mr-auto text-sm">
        {count === 0 ? 'No changes' : format.count(count, 'change')}
      </p>
      {count > 0 && (
        <Button variant="ghost" onClick={onDiscard}>
          Discard changes
        </Button>
      )}
      <Button type="submit" variant="primary" aria-disabled={count === 0}>
        Review changes
      </Button>
    </div>
  );
}
