import { AppError, type ErrorCode, errorStatus, toErrorAnswer } from '@/lib/errors';

export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** The words of a failed page: of an AppError they come as its digest, of all else not at all. */
export function readFailure(error: unknown): Failure {
  if (error instanceof AppError) return toErrorAnswer(error);
  try {
    const { code, message } = JSON.parse(digestOf(error) ?? '');
    if (typeof message === 'string' && Object.hasOwn(errorStatus, code)) return { code, message };
  } catch {
    // No digest of ours: an unknown failure, which keeps its words to the log.
  }
  return toErrorAnswer(error);
}

/** The number under which Next logged an unknown failure. */
export function reference(error: unknown): string | undefined {
  const digest = digestOf(error);
  return digest && /^\d+$/.test(digest) ? digest : undefined;
}

function digestOf(error: unknown): string | undefined {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return typeof digest === 'string' ? digest : undefined;
}
