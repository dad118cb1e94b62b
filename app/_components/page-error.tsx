'use client';

import { Button, buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-layout';
import { AppError, type ErrorCode, errorStatus, toErrorResponse } from '@/lib/server/errors';

const errorTitles: Partial<Record<PageErrorDetails['code'], string>> = {
  sign_in_required: 'You are signed out',
  forbidden: 'This is not for your role',
  not_found: 'There is no such thing here',
  warehouse_missing: 'The warehouse is not set up',
  warehouse_busy: 'Another program holds the warehouse',
  warehouse_read_only: 'The warehouse cannot be written to',
  warehouse_too_new: 'The warehouse is newer than the program',
  warehouse_unavailable: 'The warehouse does not answer',
  timeout: 'This took too long',
};

/** What is shown in place of a page that could not be made, in the words of its failure. */
export function PageError({
  error,
  retry,
}: {
  readonly error: unknown;
  readonly retry: () => void;
}) {
  const { code, message } = parsePageError(error);
  const number = logReference(error);
  return (
    <EmptyState
      level={1}
      title={errorTitles[code] ?? 'This page could not be made'}
      actions={
        code === 'sign_in_required' ? (
          // A full load, because what the page knew of the person is out of date.
          <a href="/sign-in" className={buttonClass('primary')}>
            Sign in
          </a>
        ) : (
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      <p role="alert">{message}</p>
      {number && <p className="mt-2 text-xs text-ink-faint">{`In the log under ${number}.`}</p>}
    </EmptyState>
  );
}

interface PageErrorDetails {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The words of a failed page: of an AppError they come as its digest, of all else not at all. */
function parsePageError(error: unknown): PageErrorDetails {
  if (error instanceof AppError) return toErrorResponse(error);
  try {
    const { code, message } = JSON.parse(digestOf(error) ?? '');
    if (typeof message === 'string' && Object.hasOwn(errorStatus, code)) return { code, message };
  } catch {
    // No digest of ours: an unknown failure, which keeps its words to the log.
  }
  return toErrorResponse(error);
}

/** The number under which Next logged an unknown failure. */
function logReference(error: unknown): string | undefined {
  const digest = digestOf(error);
  return digest && /^\d+$/.test(digest) ? digest : undefined;
}

function digestOf(error: unknown): string | undefined {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return typeof digest === 'string' ? digest : undefined;
}
