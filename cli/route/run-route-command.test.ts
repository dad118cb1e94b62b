import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '@/cli/run-command';
import { AppError } from '@/lib/server/errors';
import { MINUTE_MS } from '@/lib/time';
import { acquireLock } from '@/lib/warehouse/sql/locks';
import { insertRun } from '@/lib/warehouse/sql/runs';
import type { Warehouse } from '@/lib/warehouse/types';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { openTestContext, type TestContext } from '@/test/support/test-context';
import { runRouteCommand } from './run-route-command';

let context: TestContext;
beforeAll(async () => {
  context = await openTestContext();
});
afterAll(() => context.close());
beforeEach(() => context.clear());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const openContext = async () => context.warehouse;

/** Runs the command in this process and returns what it printed and its exit code. */
async function route(args: string, open: () => Promise<Warehouse> = openContext) {
  const out: string[] = [];
  const err: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => out.push(text));
  vi.spyOn(console, 'error').mockImplementation((text) => err.push(text));
  process.exitCode = undefined;
  await runCommand(
    (given) => runRouteCommand(given, { open, close: async () => {} }),
    args.split(' '),
  );
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const smallCompany = {
  csms: [{ name: 'Ana Diaz' }],
  accounts: [
    { id: 'A-1', since: '2026-03-01T00:00:00Z' },
    { id: 'A-2', since: '2026-03-02T00:00:00Z' },
    { id: 'B-1', csm: 'Ana Diaz' },
  ],
};

describe('npm run route', () => {
  it('places the accounts of stale recommendations again with --refresh', async () => {
    const refresh = '--refresh --review off';
    expect(await route(refresh)).toMatchObject({
      code: 3,
      err: 'No pending recommendation is stale.',
    });
    await seedCompany(context.warehouse, smallCompany);
    await insertExternalRecommendations(context.warehouse, [
      { id: 1, account: 'A-1', csm: 'Bo Long Gone', at: '2026-03-01T00:00:00Z' },
      { id: 2, account: 'A-2', csm: 'Bo Long Gone', at: '2026-03-01T01:00:00Z' },
      { id: 3, account: 'B-1', csm: 'Bo Long Gone', at: '2026-03-01T00:00:00Z' },
    ]);
    const { code, out } = await route(refresh);
    expect(code).toBe(0);
    expect(out).toMatch(/A-1 +Ana Diaz +Bo Long Gone +100/);
    expect(out).toMatch(/B-1 +No longer needs a CSM/);
    expect(out).toContain('1 recommended again, 1 could not be placed, 1 skipped.');
  });

  it('prints a single JSON document with --json', async () => {
    await seedCompany(context.warehouse, smallCompany);
    const { code, out } = await route('--mode single --account-id A-2 --json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      mode: 'single',
      status: 'succeeded',
      placed: 1,
      result: { placements: [{ accountId: 'A-2', csm: 'Ana Diaz' }], deferrals: [] },
    });
  });

  it('saves no recommendation in a dry run, and says so', async () => {
    await seedCompany(context.warehouse, smallCompany);
    const { code, out } = await route('--mode=single --account-id=A-1 --dry-run');
    expect(code).toBe(0);
    expect(out).toContain('Nothing was saved.');
    expect(await context.queryRows('SELECT * FROM CSM_ROUTING_RECOMMENDATIONS_CANNE')).toHaveLength(
      0,
    );
  });

  it('exits with 3 for an unknown account', async () => {
    await seedCompany(context.warehouse, smallCompany);
    const { code, out, err } = await route('--mode single --account-id Z-9 --json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ status: 'failed', failureCode: 'not_found' });
    expect(err).toContain('Account Z-9 does not exist');
  });

  it('exits with 3 for an account that does not need a CSM', async () => {
    await seedCompany(context.warehouse, smallCompany);
    const { code, out, err } = await route('--mode single --account-id B-1');
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('does not need a CSM');
  });

  it('exits with 3 when every account is deferred', async () => {
    await seedCompany(context.warehouse, {
      csms: [{ name: 'Ana', capacity: 0 }],
      accounts: [{ id: 'A-1' }],
    });
    const { code, out } = await route('--mode batch --batch-size 5');
    expect(code).toBe(3);
    expect(out).toContain('0 placed, 1 deferred');
  });

  it('exits with 3 when no account needs a CSM', async () => {
    await seedCompany(context.warehouse, { csms: [{ name: 'Ana' }] });
    const { code, out, err } = await route('--mode batch --batch-size 5');
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('No account needs a CSM');
  });

  it('exits with 2 and prints the usage for invalid arguments', async () => {
    const { code, out, err } = await route('--mode single');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--mode single requires --account-id');
    expect(err).toContain('Usage: npm run route');
  });

  it('documents its exit codes with --help', async () => {
    const { code, out } = await route('--help');
    expect(code).toBe(0);
    expect(out).toContain('Exit codes');
  });

  it('exits with 5 and prints the error as JSON when the warehouse is missing', async () => {
    const { code, out, err } = await route('--mode batch --batch-size 1 --json', async () => {
      throw new AppError('warehouse_missing', 'There is no warehouse. Run npm run setup.');
    });
    expect(code).toBe(5);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'warehouse_missing' } });
    expect(err).toBe('There is no warehouse. Run npm run setup.');
  });

  it('exits with 5 when the server at ROUTING_URL does not respond', async () => {
    vi.stubEnv('ROUTING_URL', 'http://127.0.0.1:9');
    const { code, err } = await route('--mode batch --batch-size 1', async () => {
      throw new AppError('warehouse_busy', 'The warehouse is in use.');
    });
    expect(code).toBe(5);
    expect(err).toContain('http://127.0.0.1:9 does not respond');
  });

  it('records the run of a dead process as interrupted and continues', async () => {
    await seedCompany(context.warehouse, smallCompany);
    const now = new Date();
    await context.warehouse.transaction('test.dead-run', async (session) => {
      await session.write(
        insertRun({
          id: 'dead',
          mode: 'batch',
          dryRun: false,
          accountId: null,
          batchSize: 1,
          by: { email: 'x', name: 'X' },
          at: now,
          policyVersion: 1,
        }),
      );
      await session.write(acquireLock({ name: 'run', holder: 'dead', ttlMs: MINUTE_MS }));
    });
    expect((await route('--mode batch --batch-size 1')).code).toBe(0);
    expect(
      await context.queryRows(
        "SELECT status, failure_code FROM CSM_ROUTING_RUNS WHERE run_id = 'dead'",
      ),
    ).toEqual([{ status: 'failed', failure_code: 'interrupted' }]);
  });
});
