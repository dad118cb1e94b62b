/** What is worth keeping of a failure of the SDK's; the rest may carry tokens and requests. */
export interface DriverError {
  /** Snowflake's code such as `002003`, or the SDK's own such as `401001`. */
  readonly code: string;
  readonly sqlState: string;
  readonly message: string;
  /** The HTTP status where Snowflake did not answer as itself. */
  readonly status: number | undefined;
  /** What the network said, such as `ECONNREFUSED`. */
  readonly network: string | undefined;
  readonly queryId: string | undefined;
}

/** Reads a failure of the SDK's, whatever it is. */
export function readDriverError(error: unknown): DriverError {
  const { code, sqlState, message, response, cause, data } = Object(error);
  const network = Object(cause).code;
  return {
    code: String(code ?? ''),
    sqlState: String(sqlState ?? ''),
    message: String(message ?? error),
    status: Number(Object(response).statusCode) || undefined,
    network: typeof network === 'string' ? network : undefined,
    queryId: data?.queryId ? String(data.queryId) : undefined,
  };
}

/** A failure for the log: which statement, and what was said, without anything that was sent. */
export function causeOf(statement: string, error: DriverError): Error {
  const { code, sqlState, message, status, network, queryId } = error;
  const facts = Object.entries({ code, sqlState, status, network, queryId })
    .filter(([, value]) => value)
    .map(([name, value]) => `${name} ${value}`);
  return new Error(`${statement}: ${message}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`);
}
