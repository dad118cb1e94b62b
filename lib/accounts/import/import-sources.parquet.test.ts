import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames } from '@/lib/warehouse/tables';
import { importHarness } from '@/test/support/import-harness';
import { importSources } from './import-sources';
import { openSourceFile } from './source-file';

let harness: Awaited<ReturnType<typeof importHarness>>;
beforeAll(async () => {
  harness = await importHarness();
});
afterAll(() => harness.dispose());

describe('importing Parquet', () => {
  const write = async (select: string) => {
    const path = join(harness.folder, 'accounts.parquet');
    await harness.script(`COPY (${select}) TO '${path}' (FORMAT parquet)`);
    return openSourceFile(path);
  };

  it('reads typed values', async () => {
    const file =
      await write(`SELECT 'A-1' AS account_id, TRUE AS needs_csm, 7.5::DECIMAL(4,2) AS neediness_score,
      TIMESTAMP '2026-01-02 03:04:05' AS needs_csm_since, 12000::BIGINT AS revenue, 'Öl "🦊"' AS account_name,
      NULL::VARCHAR AS industry`);
    await importSources(harness.context(), { accounts: file });
    const since = new Date('2026-01-02T03:04:05Z');
    expect(
      await harness.ask(`SELECT * EXCLUDE (onboarding_status) FROM ${tableNames.accounts}`),
    ).toEqual([
      ['A-1', 'Öl "🦊"', null, true, since, null, 7.5, null, null, 12000, null, null, null],
    ]);
  });

  it('identifies a bad row by its number', async () => {
    const file = await write(
      "SELECT 'A' || range AS account_id, range * 6 AS neediness_score FROM range(3)",
    );
    const error = await importSources(harness.context(), { accounts: file }).catch(
      (thrown) => thrown,
    );
    expect(error.message).toContain('row 3, neediness_score: "12" is out of range: 0 to 10');
  });
});
