import type { AppServer } from './server';

/** A line of the server's log, with the fields that every line has. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly time: string;
  readonly msg: string;
  readonly requestId?: string;
  readonly [field: string]: unknown;
}

/**
 * Every line that the server has printed since `from`, an earlier length of its output.
 * @throws Error if one is not JSON or lacks a field
 */
export function logLines({ output }: AppServer, from = 0): LogLine[] {
  // A line may not have arrived completely.
  const complete = output.slice(from, output.lastIndexOf('\n') + 1);
  return complete
    .split('\n')
    .filter(Boolean)
    .map((text) => {
      const line = JSON.parse(text) as LogLine;
      const { level, time, msg } = line;
      if (![level, time, msg].every((field) => typeof field === 'string' && field !== '')) {
        throw new Error(`A line of the log lacks a field: ${text}`);
      }
      return line;
    });
}
