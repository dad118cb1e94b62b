import { afterEach, describe, expect, it } from 'vitest';
import { recommendElsewhere } from '@/lib/testing/other-program';
import { seedCompany } from '@/lib/testing/small-company';
import { names } from '../names';
import { putAssignments } from '../sql/assignments';
import { decisionContext } from '../sql/decision-context';
import { decisionsOfAccount, insertDecisions } from '../sql/decisions';
import { insertRun, runsPage } from '../sql/runs';
import { awkwardMoments } from './awkward.testing';
import type { Bench } from './bench.testing';
import { limits, newAssignment, newDecision, newRun, now } from './rows.testing';

const zones = [
  ['Asia/Kolkata', -330],
  ['America/St_Johns', 210],
  ['UTC', 0],
] as const;

/** Moments are UTC in the warehouse, wherever the program runs. */
export function describeMoments(bench: Bench): void {
  const zoneBefore = process.env.TZ;
  afterEach(() => {
    if (zoneBefore === undefined) delete process.env.TZ;
    else process.env.TZ = zoneBefore;
  });

  describe.each(zones)('on a host in %s', (zone, minutesBehind) => {
    const moveHost = () => {
      process.env.TZ = zone;
      expect(new Date('2026-01-15T00:00:00Z').getTimezoneOffset()).toBe(minutesBehind);
    };

    it('reads the moment that was written, around every change of the clocks', async () => {
      moveHost();
      const decisions = awkwardMoments.map((at) => newDecision({ at }));
      await bench.write(insertDecisions(decisions));
      const read = await bench.read(decisionsOfAccount('A'));
      const wanted = awkwardMoments.toSorted((a, b) => b.getTime() - a.getTime());
      expect(read.map(({ at }) => at)).toEqual(wanted);
    });

    it('spells it in UTC inside the engine, and reads it as one in a script', async () => {
      moveHost();
      const at = new Date('2026-03-08T02:30:00.123Z');
      await bench.write(insertRun(newRun({ at })));
      const { rows } = await bench.desk.warehouse.script(
        `SELECT started_at, CAST(started_at AS VARCHAR),
          started_at = CAST('2026-03-08 02:30:00.123' AS TIMESTAMP_NTZ),
          EXTRACT(hour FROM started_at), CAST(started_at AS DATE) FROM ${names.runs}`,
      );
      const [read, spelled, equal, hour, day] = rows[0] ?? [];
      expect(read).toEqual(at);
      expect(spelled).toMatch(/^2026-03-08[ T]02:30:00\.123(000){0,2}$/);
      expect([equal, hour, day]).toEqual([true, 2, '2026-03-08']);
      expect((await bench.read(runsPage(1, 0)))[0]?.startedAt).toEqual(at);
    });

    it('knows what time it is', async () => {
      moveHost();
      const before = Date.now();
      const { rows } = await bench.desk.warehouse.script('SELECT CURRENT_TIMESTAMP()');
      const told = rows[0]?.[0];
      expect(told).toBeInstanceOf(Date);
      expect(Math.abs(Number(told) - before)).toBeLessThan(60_000);
    });

    it('restores an assignment’s time to the microsecond', async () => {
      moveHost();
      const exact = '2026-03-08 02:30:00.123456';
      const before = newAssignment({ assignedAt: exact, updatedAt: exact });
      await seedCompany(bench.desk.warehouse, { csms: [{ name: 'Ana' }], accounts: [{ id: 'A' }] });
      await recommendElsewhere(bench.desk.warehouse, [
        { id: 1, account: 'A', csm: 'Ana', at: now.toISOString() },
      ]);
      await bench.write(putAssignments([{ accountId: 'A', assignment: before }]));
      const asked = { ids: ['1'], requestId: 'x', csm: null, now, limits };
      const read = (await bench.read(decisionContext(asked)))[0]?.assignment ?? null;
      await bench.write(putAssignments([{ accountId: 'B', assignment: read }]));
      const { rows } = await bench.desk.warehouse.script(
        `SELECT COUNT(*) FROM ${names.assignments}
        WHERE assignment_date = CAST('${exact}' AS TIMESTAMP_NTZ) AND last_updated = assignment_date`,
      );
      expect(rows).toEqual([[2]]);
    });
  });
}
