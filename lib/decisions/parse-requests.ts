import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { type DecisionRequest, decisionRequest } from './input';

/** A request as it was sent, and its parsed form or why it is refused. */
export interface ParsedRequest {
  /** Blank if the request does not have a valid one. */
  readonly requestId: string;
  readonly recommendationId: string;
  readonly request: DecisionRequest | AppError;
}

/** Parses each request on its own. Only the first request for a recommendation is valid. */
export function parseRequests(requests: readonly unknown[]): ParsedRequest[] {
  const seen = new Set<string>();
  return requests.map((sent) => {
    const request = parseRequest(sent);
    const ids = {
      requestId: textOf(sent, 'requestId'),
      recommendationId: textOf(sent, 'recommendationId'),
    };
    if (request instanceof AppError) return { ...ids, request };
    const { recommendationId } = request;
    if (!seen.has(recommendationId)) {
      seen.add(recommendationId);
      return { ...ids, request };
    }
    const message = 'recommendationId: can be decided once per request.';
    return { ...ids, request: new AppError('invalid_input', message) };
  });
}

function parseRequest(sent: unknown): DecisionRequest | AppError {
  try {
    return parseInput(decisionRequest, sent);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

const MAX_ID_LENGTH = 100;

/** A field of an unparsed request, so that the client can tell which one was refused. */
function textOf(sent: unknown, field: string): string {
  if (typeof sent !== 'object' || sent === null) return '';
  const value: unknown = Reflect.get(sent, field);
  return typeof value === 'string' ? value.slice(0, MAX_ID_LENGTH) : '';
}
