import { expect } from '@playwright/test';
import type { AppServer } from './server';

/** A statement in the server's debug log. */
export interface LoggedStatement {
  readonly statement: string;
  readonly ms: number;
  readonly ok: boolean;
}

/** Every statement the server has logged, in the order in which they ended. */
export function loggedStatements(server: AppServer): LoggedStatement[] {
  return server.output.split('\n').flatMap((line) => {
    if (!line.startsWith('{') || !line.endsWith('}')) return [];
    const logged = JSON.parse(line) as Partial<LoggedStatement>;
    return logged.statement ? [logged as LoggedStatement] : [];
  });
}

/** Logs the head of the audit trail, some seconds after a change. */
const BACKGROUND = 'audit.head';

/**
 * Returns the names of the statements the server runs for `work`. The log arrives later than the
 * responses, so requests with recognizable statements mark the beginning and the end.
 */
export async function recordStatements(server: AppServer, work: () => Promise<unknown>) {
  const before = await mark(server, '/api/accounts?q=nobody', 'accounts.search', -1);
  await work();
  const after = await mark(server, '/api/runs/none', 'runs.by-id', before);
  return loggedStatements(server)
    .slice(before + 1, after)
    .map(({ statement }) => statement)
    .filter((name) => name !== BACKGROUND);
}

async function mark(server: AppServer, path: string, name: string, from: number): Promise<number> {
  const find = () => loggedStatements(server).findLastIndex(({ statement }) => statement === name);
  const known = Math.max(from, find());
  await fetch(server.url + path, { headers: { authorization: `Bearer ${server.operatorToken}` } });
  await expect.poll(find).toBeGreaterThan(known);
  return find();
}
