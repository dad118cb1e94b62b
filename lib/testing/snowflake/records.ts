/** What is asked of the server. */
export type RequestKind =
  | 'login'
  | 'renew'
  | 'logout'
  | 'heartbeat'
  | 'telemetry'
  | 'query'
  | 'result'
  | 'abort'
  | 'status'
  | 'chunk';

/** A request as it came in; for a statement also what became of it. */
export interface Recorded {
  readonly kind: RequestKind;
  readonly account: string | undefined;
  readonly sessionId: number | undefined;
  readonly requestId: string | undefined;
  /** 1 for the first request of this id, more when it is repeated. */
  readonly attempt: number;
  readonly sql: string;
  /** The name of the program's statement, from its query tag. */
  readonly statement: string | undefined;
  /** The query tag, parsed where it is JSON. */
  readonly tag: unknown;
  /** Whether this is BEGIN, COMMIT or ROLLBACK. */
  readonly isControl: boolean;
  /** Whether this only sets the session. */
  readonly isSetting: boolean;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Whether the engine has executed it, for this request and not for an earlier one. */
  executed: boolean;
  /** `ok`, or the code of the failure that was answered. */
  answered: string | undefined;
}

/** Reads a query tag, and the name of the statement in it. */
export function readTag(text: string | undefined): { tag: unknown; statement: string | undefined } {
  if (!text) return { tag: undefined, statement: undefined };
  try {
    const tag: unknown = JSON.parse(text);
    const { statement } = (tag ?? {}) as { statement?: unknown };
    return { tag, statement: typeof statement === 'string' ? statement : undefined };
  } catch {
    return { tag: text, statement: undefined };
  }
}
