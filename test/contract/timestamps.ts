import { afterEach, describe, expect, it } from 'vitest';
import { decisionRows } from '@/lib/warehouse/sql/decision-rows';
import { insertDecisions, upsertAssignments } from '@/lib/warehouse/sql/decisions';
import { insertRun, runsPage } from '@/lib/warehouse/sql/runs';
import { rowsFor } from '@/lib/warehouse/sql/shared/batch-query';
import { tableNames } from '@/lib/warehouse/tables';
import { seedCompany } from '@/test/support/company';
import { insertExternalRecommendations } from '@/test/support/recommendations';
import { edgeCaseTimestamps } from './edge-cases';
import { accountHistory, type ContractHarness } from './harness';
import { decisionRowsInput, newAssignment, newDecision, newRun, now } from './rows';

const zones = [
  ['Asia/Kolkata', -330],
  ['America/St_Johns', 210],
  ['UTC', 0],
] as const;

/** Times are in UTC in the warehouse, in any time zone of the host. */
export function describeTimestamps(harness: ContractHarness): void {
  const originalTimeZone = process.env.TZ;
  afterEach(() => {
    if (originalTimeZone === undefined) delete process.env.TZ;
    else process.env.TZ = originalTimeZone;
  });

  describe.each(zones)('on a host in %s', (zone, offsetMinutes) => {
    const setTimeZone = () => {
      process.env.TZ = zone;
      expect(new Date('2026-01-15T00:00:00Z').getTimezoneOffset()).toBe(offsetMinutes);
    };

    it('reads back the written time around every daylight saving change', async () => {
      setTimeZone();
      const decisions = edgeCaseTimestamps.map((at) => newDecision({ at }));
      await harness.write(insertDecisions(decisions));
      const read = (await accountHistory(harness, 'A')).decisions;
      const newestFirst = edgeCaseTimestamps.toSorted((a, b) => b.getTime() - a.getTime());
      expect(read.map(({ at }) => at)).toEqual(newestFirst);
    });

    it('formats times in UTC in the engine and in a script', async () => {
      setTimeZone();
      const at = new Date('2026-03-08T02:30:00.123Z');
      await harness.write(insertRun(newRun({ at })));
      const { rows } = await harness.context.warehouse.script(
        `SELECT started_at, CAST(started_at AS VARCHAR),
          started_at = CAST('2026-03-08 02:30:00.123' AS TIMESTAMP_NTZ),
          EXTRACT(hour FROM started_at), CAST(started_at AS DATE) FROM ${tableNames.runs}`,
      );
      const [read, formatted, equal, hour, day] = rows[0] ?? [];
      expect(read).toEqual(at);
      expect(formatted).toMatch(/^2026-03-08[ T]02:30:00\.123(000){0,2}$/);
      expect([equal, hour, day]).toEqual([true, 2, '2026-03-08']);
      expect((await harness.read(runsPage({ limit: 1, offset: 0 })))[0]?.startedAt).toEqual(at);
    });

    it('returns the current time', async () => {
      setTimeZone();
      const before = Date.now();
      const { rows } = await harness.context.warehouse.script('SELECT CURRENT_TIMESTAMP()');
      const current = rows[0]?.[0];
      expect(current).toBeInstanceOf(Date);
      expect(Math.abs(Number(current) - before)).toBeLessThan(60_000);
    });

    it('restores an assignment’s time to the microsecond', async () => {
      setTimeZone();
      const timestamp = '2026-03-08 02:30:00.123456';
      const assignment = newAssignment({ assignedAt: timestamp, updatedAt: timestamp });
      await seedCompany(harness.context.warehouse, {
        csms: [{ name: 'Ana' }],
        accounts: [{ id: 'A' }],
      });
      await insertExternalRecommendations(harness.context.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: now.toISOString() },
      ]);
      await harness.write(upsertAssignments([{ accountId: 'A', assignment }]));
      const rows = await harness.read(decisionRows(decisionRowsInput()));
      const [read = null] = rowsFor(rows, 'assignment');
      expect(read).toMatchObject({ assignedAt: '1772937000123456', updatedAt: '1772937000123456' });
      await harness.write(upsertAssignments([{ accountId: 'B', assignment: read }]));
      const counted = await harness.context.warehouse.script(
        `SELECT COUNT(*) FROM ${tableNames.assignments}
        WHERE assignment_date = CAST('${timestamp}' AS TIMESTAMP_NTZ) AND last_updated = assignment_date`,
      );
      expect(counted.rows).toEqual([[2]]);
    });
  });
}
