'use client';

import { useEffect, useId, useRef } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { controlClass, Field } from '@/components/ui/form-controls';
import { useFormat } from '@/components/ui/format-provider';
import { Panel } from '@/components/ui/page-layout';
import type { FileKind } from '@/lib/accounts/import/columns';
import type { ImportPreview } from '@/lib/accounts/import/import-upload';
import { MAX_UPLOAD_BYTES } from '@/lib/accounts/import/upload-limit';
import { AppError } from '@/lib/server/errors';
import { ColumnFields } from './column-fields';
import { ImportedPanel } from './imported-panel';
import { PreviewPanel } from './preview-panel';
import { useImport } from './use-import';

const kinds: Readonly<Record<FileKind, string>> = { accounts: 'Accounts', csms: 'CSMs' };

/** Chooses a file and its columns, shows how it would be imported, and imports it. */
export function ImportForm() {
  const state = useImport();
  const { kind, preview, upload } = state;
  const found = preview?.data;
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (upload.isSuccess) result.current?.focus();
  }, [upload.isSuccess]);

  if (upload.isSuccess) {
    return (
      <div ref={result} tabIndex={-1} className="outline-none">
        <ImportedPanel report={upload.data} onAgain={() => state.chooseFile(null)} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <FilePanel state={state} />
      {state.problem && (
        <Alert tone="danger" title="The file cannot be read">
          {state.problem}
        </Alert>
      )}
      {preview?.isLoading && (
        <p role="status" className="px-1 text-ink-muted">
          Reading {state.fileName}…
        </p>
      )}
      {found && (
        <>
          <ColumnFields
            kind={kind}
            preview={found}
            decimal={state.decimal}
            onColumns={state.chooseColumns}
            onDecimal={state.chooseDecimal}
          />
          <PreviewPanel kind={kind} preview={found} isStale={preview.isPlaceholderData} />
          {upload.error && <ImportFailure error={upload.error} />}
          <ImportButton
            kind={kind}
            preview={found}
            isBusy={upload.isPending}
            isStale={preview.isPlaceholderData}
            onImport={() => upload.mutate(found.columns)}
          />
        </>
      )}
    </div>
  );
}

function ImportFailure({ error }: { readonly error: Error }) {
  const isUnknown =
    error instanceof AppError && (error.code === 'unexpected' || error.code === 'timeout');
  if (isUnknown) {
    return (
      <Alert tone="danger" title="It is not known whether the file was imported">
        {error.message} The file was imported completely or not at all. Import it again to be sure:
        the result is the same.
      </Alert>
    );
  }
  return (
    <Alert tone="danger" title="The file was not imported">
      <p className="whitespace-pre-line">{error.message}</p>
    </Alert>
  );
}

function FilePanel({ state }: { readonly state: ReturnType<typeof useImport> }) {
  const name = useId();
  return (
    <Panel
      title="File"
      description={`CSV (UTF-8, separated by commas, semicolons, or tabs) or Parquet, up to ${MAX_UPLOAD_BYTES / 1024 / 1024} MB, with the complete list.`}
    >
      <div className="flex flex-wrap items-start gap-x-8 gap-y-4">
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1.5 text-sm font-medium">What does it list?</legend>
          <div className="flex h-9 items-center gap-5">
            {(Object.keys(kinds) as FileKind[]).map((kind) => (
              <label key={kind} className="inline-flex min-h-6 items-center gap-2 text-sm">
                <input
                  type="radio"
                  name={name}
                  checked={state.kind === kind}
                  onChange={() => state.chooseKind(kind)}
                  className="size-4 accent-accent"
                />
                {kinds[kind]}
              </label>
            ))}
          </div>
        </fieldset>
        <div className="min-w-0 flex-1 basis-72">
          <Field label="File to import">
            {(control) => (
              <input
                {...control}
                type="file"
                accept=".csv,.tsv,.txt,.parquet,text/csv"
                onChange={({ target }) => state.chooseFile(target.files?.[0] ?? null)}
                className={classNames(
                  controlClass,
                  'h-9 max-w-xl py-1 pl-1 text-sm file:mr-3 file:h-6.5 file:rounded file:border-0 file:bg-neutral-soft file:px-2.5 file:text-sm file:font-medium file:text-ink',
                )}
              />
            )}
          </Field>
        </div>
      </div>
    </Panel>
  );
}

function ImportButton({
  kind,
  preview: { report },
  isBusy,
  isStale,
  onImport,
}: {
  readonly kind: FileKind;
  readonly preview: ImportPreview;
  readonly isBusy: boolean;
  readonly isStale: boolean;
  readonly onImport: () => void;
}) {
  const format = useFormat();
  const hint = useId();
  const rows = report?.[kind]?.rows;
  const nouns = { accounts: ['account', 'accounts'], csms: ['CSM', 'CSMs'] } as const;
  const noun = rows === undefined ? '' : nouns[kind][rows === 1 ? 0 : 1];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        variant="primary"
        size="lg"
        busy={isBusy}
        aria-disabled={rows === undefined || isStale || undefined}
        aria-describedby={hint}
        onClick={onImport}
      >
        {rows === undefined ? 'Import' : `Import ${format.number(rows)} ${noun}`}
      </Button>
      <p id={hint} className="text-sm text-ink-muted">
        {rows === undefined
          ? 'Nothing can be imported until the problems above are fixed.'
          : `This replaces the whole list of ${nouns[kind][1]}.`}
      </p>
    </div>
  );
}
