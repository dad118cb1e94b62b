import { describe, expect, it } from 'vitest';
import type { RunResult } from '@/lib/read-model/run-schemas';
import { seedCompany } from '@/test/support/company';
import { runToCompletion } from '@/test/support/runs';
import { seededTestContext } from '@/test/support/seeded-test-context';
import { hoursAgo } from '@/test/support/test-context';
import { describeShortfall, takenDeferrals } from './outcome';
import { MAX_BATCH_SIZE } from './solve';

const context = seededTestContext();

async function resultOf(
  company: Parameters<typeof seedCompany>[1],
  batchSize: number,
): Promise<RunResult> {
  await seedCompany(context.warehouse, company);
  const { result } = await runToCompletion(context.ctx, { mode: 'batch', batchSize });
  if (!result) throw new Error('The run has no result.');
  return result;
}

const accounts = (count: number, fields: { segment?: string; level?: string } = {}) =>
  Array.from({ length: count }, (_, n) => ({
    id: `${fields.segment ?? 'R'}${n}`,
    since: hoursAgo(50 + n),
    ...fields,
  }));

describe('why a batch placed fewer accounts than asked for', () => {
  it('names the CSMs who could receive one, and each reason with the number of accounts', async () => {
    const result = await resultOf(
      {
        csms: [
          { name: 'Ana', segment: 'Residential' },
          { name: 'Bo', segment: 'Residential' },
          { name: 'Cy', segment: 'Commercial', level: 'Corporate', awayUntil: hoursAgo(-90) },
        ],
        accounts: [
          ...accounts(5),
          ...accounts(1, { segment: 'Commercial', level: 'Corporate' }),
          ...accounts(3, { segment: 'Industrial', level: 'Enterprise' }),
        ],
      },
      60,
    );
    expect(describeShortfall(result, 60)).toEqual([
      'You asked for 60. 2 CSMs could receive 2 accounts.',
      'Only 9 accounts needed a CSM.',
      '3 accounts wait because every eligible CSM received as many as this run allows.',
      '1 account waits because most CSMs take other classes, and the rest are not eligible.',
      '3 accounts wait because no active CSM takes their class.',
    ]);
    expect(
      takenDeferrals(result)
        .map(({ accountId }) => accountId)
        .sort(),
    ).toEqual(['Commercial0', 'R0', 'R1', 'R2']);
  });

  it('is nothing if the batch is full', async () => {
    const result = await resultOf({ csms: [{ name: 'Ana' }], accounts: accounts(4) }, 1);
    expect(describeShortfall(result, 1)).toEqual([]);
    expect(result.left).toBe(3);
  });

  it('says when no CSM could receive an account, and how many accounts an earlier run did not store', async () => {
    const result = await resultOf(
      { csms: [{ name: 'Ana', capacity: 0 }], accounts: accounts(MAX_BATCH_SIZE + 20) },
      MAX_BATCH_SIZE,
    );
    const [none, ...reasons] = describeShortfall(result, MAX_BATCH_SIZE, 'en-US');
    expect(none).toBe('You asked for 500. No CSM could receive an account.');
    expect(reasons).toEqual(['520 accounts wait because the CSMs who take them are at capacity.']);
    const earlier = { ...result, reasons: undefined };
    expect(describeShortfall(earlier, MAX_BATCH_SIZE, 'en-US')).toEqual([
      none,
      '500 accounts wait because the CSMs who take them are at capacity.',
      '20 more are not listed.',
    ]);
  });
});
