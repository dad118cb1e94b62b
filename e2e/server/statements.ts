import { expect } from '@playwright/test';
import { apiToken, type Server } from './server';

/** A statement as the log has it at `debug`. */
export interface Logged {
  readonly statement: string;
  readonly ms: number;
  readonly ok: boolean;
}

/** Every statement that a server which logs at `debug` has made, in the order of their ends. */
export function statementsOf(server: Server): Logged[] {
  return server.output.split('\n').flatMap((line) => {
    if (!line.startsWith('{') || !line.endsWith('}')) return [];
    const logged = JSON.parse(line) as Partial<Logged>;
    return logged.statement ? [logged as Logged] : [];
  });
}

/**
 * Answers the names of the statements that a server makes for `work`. What it logs comes later
 * than what it answers, so requests of which the log can be recognised go before and after.
 */
export async function statementsFor(server: Server, work: () => Promise<unknown>) {
  const before = await mark(server, '/api/accounts?q=nobody', 'accounts.search', -1);
  await work();
  const after = await mark(server, '/api/runs/none', 'runs.by-id', before);
  return statementsOf(server)
    .slice(before + 1, after)
    .map(({ statement }) => statement);
}

async function mark(server: Server, path: string, name: string, from: number): Promise<number> {
  const find = () => statementsOf(server).findLastIndex(({ statement }) => statement === name);
  const known = Math.max(from, find());
  await fetch(server.url + path, { headers: { authorization: `Bearer ${apiToken}` } });
  await expect.poll(find).toBeGreaterThan(known);
  return find();
}
