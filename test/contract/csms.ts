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
  const allCsms = () => harness.read(csmAvailability({ now, limits }));
  const csmNamed = async (name: string) => (await allCsms()).find((row) => row.name === name);

  it('have no rows in an empty warehouse', async () => {
    expect(await allCsms()).toEqual([]);
  });

  it('include a CSM with only a name', async () => {
    const csm = { tenureMonths: null, segment: null, level: null, capacity: null, awayUntil: null };
    await seedCompany(harness.context.warehouse, { csms: [{ name: 'Ana', ...csm }] });
    expect(await allCsms()).toEqual([
      {
        ...{ name: 'Ana', active: true, managerName: null, ...csm },
        book: { accounts: 0, neediness: 0, revenue: 0, red: 0, green: 0 },
        receivedAges: [],
        lastReceivedAt: null,
        reservedAt: null,
      },
    ]);
  });

  it('appear once each, sorted by name, active or not', async () => {
    const csms = edgeCaseStrings.filter((name) => name.trim()).map((name) => ({ name }));
    await seedCompany(harness.context.warehouse, {
      csms: [...csms, ...csms, { name: 'Inactive', active: false, awayUntil: hoursAgo(-5) }],
    });
    await harness.context.queryRows(
      `INSERT INTO ${tableNames.activeCsms} (active_csm) SELECT NULL`,
    );
    const rows = await allCsms();
    const byUtf8 = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    expect(rows.map(({ name }) => name)).toEqual(
      [...csms.map(({ name }) => name), 'Inactive'].sort(byUtf8),
    );
    expect(rows.filter(({ active }) => !active)).toMatchObject([
      { name: 'Inactive', awayUntil: hoursLater(5) },
    ]);
  });

  it('have each account in their book once, with the median for missing scores', async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [{ name: 'Ana' }, { name: 'Bo' }],
      accounts: [
        { id: 'A', csm: 'Ana', neediness: 2, health: 50, revenue: 1_000 },
        { id: 'A', csm: 'Ana', neediness: 2, health: 50, revenue: 1_000 },
        { id: 'B', csm: 'Ana', neediness: null, health: 90, revenue: null },
        { id: 'C', csm: 'Ana', neediness: 4, health: null, color: 'Red', revenue: 3_000 },
        { id: 'D', csm: 'Unknown', neediness: 6 },
      ],
    });
    expect((await csmNamed('Ana'))?.book).toEqual({
      ...{ accounts: 3, neediness: 10, revenue: 7_000, red: 2, green: 1 },
    });
    expect((await csmNamed('Bo'))?.book.accounts).toBe(0);
  });

  it('have the ages of accounts received in the last seven days, and the last receipt ever', async () => {
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
    expect(await csmNamed('Ana')).toMatchObject({
      receivedAges: [1.5 * HOUR_MS, 167.999 * HOUR_MS],
      lastReceivedAt: hoursLater(-1.5),
      reservedAt: hoursLater(-1),
    });
    expect(await csmNamed('Bo')).toMatchObject({
      ...{ receivedAges: [], lastReceivedAt: hoursLater(-1_000), reservedAt: null },
    });
  });
}
