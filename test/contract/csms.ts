import { expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/time';
import { csmAvailability } from '@/lib/warehouse/sql/csms';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import {
  insertExternalRecommendations,
  upsertExternalAssignments,
} from '@/test/support/recommendations';
import { hoursAgo } from '@/test/support/test-context';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, limits, now } from './rows';

/** Statements that read CSMs. */
export function describeCsms(harness: ContractHarness): void {
  const standings = () => harness.read(csmAvailability({ now, limits }));
  const standing = async (name: string) => (await standings()).find((row) => row.name === name);

  it('return no rows when there are none', async () => {
    expect(await standings()).toEqual([]);
  });

  it('include a CSM of whom only the name is known', async () => {
    const csm = { tenureMonths: null, segment: null, level: null, capacity: null, awayUntil: null };
    await seedCompany(harness.context.warehouse, { csms: [{ name: 'Ana', ...csm }] });
    expect(await standings()).toEqual([
      {
        ...{ name: 'Ana', active: true, managerName: null, ...csm },
        book: { accounts: 0, neediness: 0, revenue: 0, red: 0, green: 0 },
        receivedAges: [],
        lastReceivedAt: null,
        reservedAt: null,
      },
    ]);
  });

  it('return every CSM once, ordered by name, active or not', async () => {
    const csms = edgeCaseStrings.filter((name) => name.trim()).map((name) => ({ name }));
    await seedCompany(harness.context.warehouse, {
      csms: [...csms, ...csms, { name: 'Gone', active: false, awayUntil: hoursAgo(-5) }],
    });
    await harness.context.queryRows(
      `INSERT INTO ${tableNames.activeCsms} (active_csm) SELECT NULL`,
    );
    const rows = await standings();
    const asUtf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    expect(rows.map(({ name }) => name)).toEqual(
      [...csms.map(({ name }) => name), 'Gone'].sort(asUtf8),
    );
    expect(rows.filter(({ active }) => !active)).toMatchObject([
      { name: 'Gone', awayUntil: hoursLater(5) },
    ]);
  });

  it('count each account of a book once, using the median for missing scores', async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [
        { id: 'A', csm: 'Ana', neediness: 2, health: 50, revenue: 1_000 },
        { id: 'A', csm: 'Ana', neediness: 2, health: 50, revenue: 1_000 },
        { id: 'B', csm: 'Ana', neediness: null, health: 90, revenue: null },
        { id: 'C', csm: 'Ana', neediness: 4, health: null, color: 'Red', revenue: 3_000 },
        { id: 'D', csm: 'Nobody we know', neediness: 6 },
      ],
    });
    expect((await standing('Ana'))?.book).toEqual({
      ...{ accounts: 3, neediness: 10, revenue: 7_000, red: 2, green: 1 },
    });
    expect((await standing('Bo'))?.book.accounts).toBe(0);
  });

  it('return the ages of the accounts received in seven days, and the last time ever', async () => {
    await seedCompany(harness.context.warehouse, { csms: [{ name: 'Ana' }, { name: 'Bo' }] });
    await upsertExternalAssignments(harness.context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(1.5) },
      { account: 'B', csm: 'Ana', at: hoursAgo(168) },
      { account: 'C', csm: 'Bo', at: hoursAgo(1_000) },
      { account: 'D', csm: 'Bo', at: null },
    ]);
    await insertExternalRecommendations(harness.context.warehouse, [
      { account: 'A', csm: 'Ana', at: hoursAgo(2), accepted: true },
      { account: 'E', csm: 'Ana', at: hoursAgo(167.999), accepted: true },
      { account: 'F', csm: 'Ana', at: hoursAgo(1), accepted: false, given: 'Bo' },
      { account: 'G', csm: 'Ana', at: hoursAgo(1), accepted: null },
    ]);
    expect(await standing('Ana')).toMatchObject({
      receivedAges: [1.5 * HOUR_MS, 167.999 * HOUR_MS],
      lastReceivedAt: hoursLater(-1.5),
      reservedAt: hoursLater(-1),
    });
    expect(await standing('Bo')).toMatchObject({
      ...{ receivedAges: [], lastReceivedAt: hoursLater(-1_000), reservedAt: null },
    });
  });
}
