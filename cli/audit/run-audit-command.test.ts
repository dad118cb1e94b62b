import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommand } from '@/cli/run-command';
import { recordAudit } from '@/lib/server/audit/audited-transaction';
import { readAuditHead } from '@/lib/warehouse/sql/audit';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { runAuditCommand } from './run-audit-command';

const context = seededTestContext();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'csm-routing-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs the command in this process and returns what it printed and its exit code. */
async function audit(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => out.push(text));
  vi.spyOn(console, 'error').mockImplementation((text) => err.push(text));
  process.exitCode = undefined;
  const access = { open: async () => context.warehouse, close: async () => {} };
  await runCommand((given) => runAuditCommand(given, access), args);
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const newestHead = async () => (await context.warehouse.read(readAuditHead()))[0];
const table = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_AUDIT';

describe('npm run audit', () => {
  it('lists the newest entries, and filters them', async () => {
    const zoe = context.as('Zoe', 'admin');
    await recordAudit(context.ctx, { action: 'run.started', subject: 'R-1' });
    await recordAudit(zoe, { action: 'run.canceled', subject: 'R-1' });
    await recordAudit(zoe, { action: 'token.created', subject: 'T-1', details: { name: 'n8n' } });
    const newest = await audit('--limit', '2');
    expect(newest.code).toBe(0);
    expect(newest.out).toMatch(/T-1 +{"name":"n8n"}\n[^\n]+run\.canceled +R-1 +{}\n\(2 rows\)/);
    const rows = async (...filter: string[]) =>
      JSON.parse((await audit('--json', ...filter)).out).map(
        ({ action }: { action: string }) => action,
      );
    expect(await rows('--action', 'run.started')).toEqual(['run.started']);
    expect(await rows('--actor', 'zoe')).toEqual(['token.created', 'run.canceled']);
    expect(await rows('--since', '2999-01-01')).toEqual([]);
  });

  it('verifies the entries and the heads of a log, and exits with 3 if someone edited them', async () => {
    await recordAudit(context.ctx, { action: 'run.started', subject: 'R-2' });
    const head = await newestHead();
    const { entry_number: entry = 0, entry_hash: hash } = head ?? {};
    const log = join(folder, 'server.log');
    await writeFile(log, `${JSON.stringify({ msg: 'audit head', entry, hash })}\n`);
    expect(await audit('--verify', '--log', log)).toEqual({
      code: 0,
      err: '',
      out: `Checked ${entry} entries and 1 head from the log. Nothing was changed, removed, or inserted.`,
    });

    await context.warehouse.script(`UPDATE ${table} SET subject = 'R-3' WHERE subject = 'R-2'`);
    const edited = await audit('--verify');
    expect(edited.code).toBe(3);
    expect(edited.out).toContain(`Found 1 problem.\n  Entry ${entry} was changed.`);
    const json = await audit('--verify', '--json');
    expect([json.code, JSON.parse(json.out).problems]).toEqual([
      3,
      [{ kind: 'changed', from: entry, to: entry }],
    ]);
    await context.warehouse.script(`UPDATE ${table} SET subject = 'R-2' WHERE subject = 'R-3'`);
  });

  it.each([
    [['--log', 'x.log'], 2, '--log requires --verify.'],
    [['--action', 'tea.made'], 2, '--action tea.made is not recorded. Actions: sign-in,'],
    [['--since', 'soon'], 2, '--since soon is not a time.'],
    [['--limit', '0'], 2, '--limit must be'],
    [['--verify', '--log', '/no/such.log'], 1, 'The file /no/such.log cannot be read (ENOENT).'],
    [['--verify', '--log', 'package.json'], 1, 'has no line with “audit head”'],
  ])('%j exits with %i and says why', async (args, code, words) => {
    const outcome = await audit(...args);
    expect(outcome.code).toBe(code);
    expect(outcome.err).toContain(words);
  });
});
