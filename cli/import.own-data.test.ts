import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLineWith } from '@/test/support/run-cli';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'examples/own-data/README.md'), 'utf8');

const transcripts = (text: string) =>
  [...text.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);

/** A command in a transcript, with its expected output. */
interface Step {
  readonly line: string;
  readonly printed: string;
}

/** Splits a transcript. A command continues while a line ends in a backslash or a quote is open. */
function parseSteps(block: string): Step[] {
  return block.split(/^\$ /m).flatMap((part) => {
    if (!part.trim()) return [];
    const lines = part.trimEnd().split('\n');
    let end = 1;
    const command = () => lines.slice(0, end).join('\n');
    const isOpen = () => command().endsWith('\\') || command().split('"').length % 2 === 0;
    while (end < lines.length && isOpen()) end += 1;
    return [{ line: command(), printed: lines.slice(end).join('\n') }];
  });
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the page about your own data', () => {
  it('shows the exact output of each of its commands', { timeout: 120_000 }, async () => {
    const steps = transcripts(page).flatMap(parseSteps);
    expect(steps.length).toBeGreaterThan(5);
    const settings = { DUCKDB_PATH: join(folder, 'warehouse.duckdb') };
    for (const { line, printed } of steps) {
      const { code, out, err } = await runLineWith(settings, line);
      expect({ line, code, err }).toEqual({ line, code: 0, err: '' });
      const withoutPath = (text: string) => text.replaceAll(/\/\S+\/warehouse\.duckdb/g, 'PATH');
      expect(withoutPath(out)).toBe(withoutPath(printed));
    }
  });
});
