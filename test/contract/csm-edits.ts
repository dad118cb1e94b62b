import { describe, expect, it } from 'vitest';
import { activeCsmDetails } from '@/lib/warehouse/sql/csm-details';
import {
  type CsmIdentity,
  type CsmValues,
  csmEdits,
  insertCsmChanges,
  upsertCsmDetails,
} from '@/lib/warehouse/sql/csm-edits';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { seedCompany } from '@/test/support/company';
import { edgeCaseStrings } from './edge-cases';
import { type ContractHarness, readCurrentCsms } from './harness';
import { hoursLater, now } from './rows';

const nothing: CsmValues = {
  start_date: null,
  segment: null,
  account_level: null,
  capacity: null,
  manager_name: null,
  away_from: null,
  away_until: null,
};
const by = { email: 'mia@example.com', name: 'Mia' };

/** Statements that store what people edit about a CSM. */
export function describeCsmEdits(harness: ContractHarness): void {
  const name = edgeCaseStrings[1];
  const details = async (csm: CsmIdentity | null = null) =>
    rowsFor(await harness.read(csmEdits(csm)), 'details');
  const changes = async (csm: CsmIdentity | null = null) =>
    rowsFor(await harness.read(csmEdits(csm)), 'change');

  describe('CSM details', () => {
    it('are returned as written, and replaced by the next edit', async () => {
      expect(await harness.read(csmEdits(null))).toEqual([]);
      const values: CsmValues = {
        start_date: '2024-02-29',
        segment: 'Any',
        account_level: edgeCaseStrings[0],
        capacity: '100000',
        manager_name: edgeCaseStrings[2],
        away_from: now.toISOString(),
        away_until: hoursLater(48).toISOString(),
      };
      const csm = { csm: name, values, sourceValues: '{"capacity":"40"}' };
      expect(await harness.write(upsertCsmDetails([csm]))).toEqual([1]);
      const read = { ...values, away_from: now, away_until: hoursLater(48) };
      expect(await details()).toMatchObject([
        { csm: name, ...read, sourceValues: csm.sourceValues },
      ]);
      const next = { csm: name, values: nothing, sourceValues: null };
      expect(await harness.write(upsertCsmDetails([next]))).toEqual([1]);
      expect(await details()).toMatchObject([{ csm: name, ...nothing, sourceValues: null }]);
    });

    it('are found by another spelling of the name', async () => {
      await seedCompany(harness.context.warehouse, {
        csms: [{ name: 'Ana  Diaz', capacity: 7 }, { name: 'Bo' }],
      });
      expect(await details({ name: 'ANA DIAZ', key: 'ana diaz' })).toMatchObject([
        { csm: 'Ana  Diaz', capacity: '7' },
      ]);
    });
  });

  it('counts a tenure in full months, the same in statements as in the read model', async () => {
    await seedCompany(harness.context.warehouse, {
      csms: [{ name: 'Ana', tenureMonths: 99 }, { name: 'Bo', tenureMonths: 7.5 }, { name: 'Cy' }],
    });
    const startedOn = (csm: string, start: string) => ({
      csm,
      sourceValues: null,
      values: { ...nothing, start_date: start },
    });
    const day = (days: number) =>
      hoursLater(24 * days)
        .toISOString()
        .slice(0, 10);
    await harness.write(upsertCsmDetails([startedOn('Ana', day(-364)), startedOn('Cy', day(40))]));
    const expected = { Ana: 11, Bo: 7.5, Cy: 0 };
    const tenures = (csms: readonly { name: string; tenureMonths: number | null }[]) =>
      Object.fromEntries(csms.map((csm) => [csm.name, csm.tenureMonths]));
    expect(tenures(await readCurrentCsms(harness))).toEqual(expected);
    expect(tenures(await harness.read(activeCsmDetails(now)))).toEqual(expected);
  });

  it('keeps every change, and tells the newest of each field', async () => {
    const ana = { name: 'Ana', key: 'ana' };
    const bo = { name: 'Bo', key: 'bo' };
    const capacity = (id: string, before: string | null, after: string | null) => ({
      id,
      field: 'capacity' as const,
      before,
      after,
    });
    await harness.write(
      insertCsmChanges(ana, by, hoursLater(-2), [
        capacity('1', null, '40'),
        { id: '2', field: 'manager_name', before: 'Eve', after: name },
      ]),
      insertCsmChanges(ana, { ...by, name: 'Zoe' }, now, [capacity('3', '40', null)]),
      insertCsmChanges(bo, by, now, [capacity('4', null, '9')]),
    );
    const newest = (await changes(ana)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(newest).toMatchObject([
      { id: '2', field: 'manager_name', before: 'Eve', after: name, byName: 'Mia', total: 3 },
      { id: '3', csmKey: 'ana', before: '40', after: null, byName: 'Zoe', at: now, newest: true },
    ]);
    expect((await changes()).map(({ id }) => id).sort()).toEqual(['2', '3', '4']);
  });
}
