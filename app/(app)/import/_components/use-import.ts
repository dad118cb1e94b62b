'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { sendForm } from '@/app/(app)/_shared/fetch-json';
import type { FileKind } from '@/lib/accounts/import/columns';
import type { ImportReport } from '@/lib/accounts/import/import-sources';
import type { ImportPreview } from '@/lib/accounts/import/import-upload';
import { MAX_UPLOAD_BYTES, tooLargeMessage } from '@/lib/accounts/import/upload-limit';

/** A large file is read and written for a while. */
const TIMEOUT_MS = 5 * 60_000;

export type Decimal = '' | '.' | ',';

/** What the person chose. */
interface Choice {
  readonly kind: FileKind;
  readonly file: File | null;
  /** Identifies the selection of the file: it may have changed under the same name. */
  readonly selection: number;
  readonly decimal: Decimal;
  /** Null for the suggested columns. */
  readonly columns: ImportPreview['columns'] | null;
}

const nothing: Choice = { kind: 'accounts', file: null, selection: 0, decimal: '', columns: null };

/** The state of the import page: what is chosen, its preview, and the import. */
export function useImport() {
  const router = useRouter();
  const [choice, setChoice] = useState(nothing);
  const { kind, file, selection, decimal, columns } = choice;
  const isTooLarge = (file?.size ?? 0) > MAX_UPLOAD_BYTES;

  const preview = useQuery({
    queryKey: ['import', selection, kind, decimal, columns],
    queryFn: ({ signal }) =>
      sendForm<ImportPreview>('/api/import/preview', formOf(choice), {
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      }),
    enabled: file !== null && !isTooLarge,
    placeholderData: (data, query) =>
      query?.queryKey[1] === selection && query.queryKey[2] === kind ? data : undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const upload = useMutation({
    mutationFn: (chosen: ImportPreview['columns']) =>
      sendForm<ImportReport>('/api/import', formOf({ ...choice, columns: chosen }), {
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }),
    networkMode: 'always',
    onSuccess: () => router.refresh(),
  });

  const choose = (change: Partial<Choice>) => {
    upload.reset();
    setChoice((before) => ({ ...before, ...change }));
  };
  return {
    kind,
    fileName: file?.name ?? null,
    decimal,
    preview: file && !isTooLarge ? preview : null,
    problem: isTooLarge ? tooLargeMessage : (preview.error?.message ?? null),
    upload,
    chooseKind: (next: FileKind) => choose({ kind: next, columns: null, decimal: '' }),
    chooseFile: (next: File | null) =>
      choose({ file: next, selection: selection + 1, columns: null, decimal: '' }),
    chooseDecimal: (next: Decimal) => choose({ decimal: next }),
    chooseColumns: (next: ImportPreview['columns']) => choose({ columns: next }),
  };
}

function formOf({ kind, file, decimal, columns }: Choice): FormData {
  const form = new FormData();
  form.set('kind', kind);
  if (file) form.set('file', file);
  form.set('decimal', decimal);
  if (columns) form.set('columns', JSON.stringify(columns));
  return form;
}
