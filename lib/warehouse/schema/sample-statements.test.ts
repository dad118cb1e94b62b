import { expect, it } from 'vitest';
import { defaultPolicy } from '@/lib/policy/policy';
import { statementNames } from '@/test/contract/statement-names';
import { temporaryWarehouse } from '@/test/support/test-warehouse';
import { sampleStatements } from './sample-statements';
import { unknownSampleValues } from './samples/values';

const now = new Date('2026-03-02T12:00:00Z');
const samples = sampleStatements(unknownSampleValues(now, defaultPolicy));

it('has a sample of every statement', () => {
  const sampled = new Set(samples.map(({ name }) => name));
  const all = [...statementNames('query'), ...statementNames('command')];
  expect(all.filter((name) => !sampled.has(name))).toEqual([]);
});

it('has samples that the embedded warehouse can plan', async () => {
  const { warehouse, dispose } = await temporaryWarehouse(now, 'duckdb');
  try {
    await warehouse.transaction('test', async (session) => {
      for (const sample of samples)
        await session.write({ ...sample, sql: `EXPLAIN ${sample.sql}` });
    });
  } finally {
    await dispose();
  }
});
