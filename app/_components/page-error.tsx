'use client';

import { unstable_isUnrecognizedActionError } from 'next/navigation';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/page-layout';
import { AppError, type ErrorCode, errorStatus, toErrorResponse } from '@/lib/server/errors';

const errorTitles: Partial<Record<PageErrorDetails['code'], string>> = {
  sign_in_required: 'You are signed out',
  forbidden: 'You don’t have access',
  not_found: 'Not found',
  warehouse_missing: 'The warehouse is not set up',
  warehouse_busy: 'Another program is using the warehouse',
  warehouse_read_only: 'The warehouse is read-only',
  warehouse_too_new: 'The warehouse is newer than this app',
  warehouse_unavailable: 'The warehouse is not responding',
  timeout: 'This took too long',
};

/** On a page that was open during an update, whose actions or code the server no longer has. */
const NOTHING_DONE = 'This page is from before the update, so nothing was done.';
const PROBABLY_UPDATED = 'The app was probably updated.';

/** Replaces a page that failed, with the error's message. */
export function PageError({
  error,
  retry,
}: {
  readonly error: unknown;
  readonly retry: () => void;
}) {
  const isOldAction = unstable_isUnrecognizedActionError(error);
  const isOld = isOldAction || (error as Error | undefined)?.name === 'ChunkLoadError';
  const { code, message } = parsePageError(error);
  const reference = logReference(error);
  return (
    <EmptyState
      level={1}
      title={
        isOldAction ? 'The app was updated' : (errorTitles[code] ?? 'This page could not be loaded')
      }
      actions={
        code === 'sign_in_required' ? (
          // A full page load, because the client's session state is outdated.
          <a href="/sign-in" className={buttonClass('primary')}>
            Sign in
          </a>
        ) : (
          <button
            type="button"
            // A full page load gets the new version.
            onClick={isOld ? () => window.location.reload() : retry}
            className={buttonClass('primary')}
          >
            {isOld ? 'Reload' : 'Try again'}
          </button>
        )
      }
    >
      <p role="alert">
        {isOld
          ? `${isOldAction ? NOTHING_DONE : PROBABLY_UPDATED} Reload it and try again. Unsaved decisions are kept.`
          : message}
      </p>
      {reference && <p className="mt-2 text-xs text-ink-faint">{`Error ID: ${reference}`}</p>}
    </EmptyState>
  );
}

interface PageErrorDetails {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The code and message of an error. The server passes those of an AppError in its digest. */
function parsePageError(error: unknown): PageErrorDetails {
  if (error instanceof AppError) return toErrorResponse(error);
  try {
    const { code, message } = JSON.parse(digestOf(error) ?? '');
    if (typeof message === 'string' && Object.hasOwn(errorStatus, code)) return { code, message };
  } catch {
    // Not our digest: an unexpected error, whose message stays in the log.
  }
  return toErrorResponse(error);
}

/** The number under which Next.js logged an unexpected error. */
function logReference(error: unknown): string | undefined {
  const digest = digestOf(error);
  return digest && /^\d+$/.test(digest) ? digest : undefined;
}

function digestOf(error: unknown): string | undefined {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return typeof digest === 'string' ? digest : undefined;
}
