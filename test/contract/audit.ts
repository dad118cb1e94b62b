import { describe, expect, it } from 'vitest';
import { verifyAudit } from '@/lib/audit/verify-audit';
import {
  type AuditFilter,
  appendAuditEntries,
  appendAuditEntry,
  auditEntriesFrom,
  auditPage,
  lockAuditHead,
  readAuditHead,
} from '@/lib/warehouse/sql/audit';
import { failAllRuns, insertRun, runsInterruptedAt } from '@/lib/warehouse/sql/runs';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';
import { hoursLater, now } from './rows';

/** Statements that write and read the audit trail. */
export function describeAudit(harness: ContractHarness): void {
  const entryOf = (text: string, hours = 0) => ({
    at: hoursLater(hours),
    actor: 'ann@example.com',
    actorName: text,
    action: 'run.started',
    subject: text,
    details: JSON.stringify({ text }),
  });
  const everything: AuditFilter = {
    action: null,
    person: null,
    text: null,
    from: null,
    until: null,
  };
  const verify = async () => verifyAudit(harness.context.as('Ann', 'admin'), {});

  describe('the audit trail', () => {
    it('chains entries of any text, one by one and several at once, and lists them newest first', async () => {
      const [before] = await harness.read(readAuditHead());
      const first = (before?.entry_number ?? 0) + 1;
      for (const text of edgeCaseStrings) await harness.write(appendAuditEntry(entryOf(text)));
      const several = edgeCaseStrings.map((text, n) => entryOf(text, n + 1));
      await harness.transaction(async (session) => {
        await session.write(lockAuditHead());
        const [head] = await session.read(readAuditHead());
        if (!head) throw new Error('no head');
        for (const command of appendAuditEntries(several, head)) await session.write(command);
        const [moveAgain] = appendAuditEntries(several, head);
        expect(await session.write(moveAgain)).toBe(0);
      });
      expect(await harness.read(auditEntriesFrom(first + 1_000, 1))).toEqual([]);
      const entries = await harness.read(auditEntriesFrom(first, 1_000));
      expect(entries.map(({ actor_name }) => actor_name)).toEqual([
        ...edgeCaseStrings,
        ...edgeCaseStrings,
      ]);
      expect(await verify()).toMatchObject({ newest: entries.at(-1)?.entry_number, problems: [] });

      const newest = await harness.read(auditPage(everything, { limit: 2, offset: 0 }));
      expect(newest).toMatchObject(entries.slice(-2).reverse());
      const afterEntry = newest[1]?.entry_number ?? 0;
      const [next] = await harness.read(auditPage(everything, { limit: 1, afterEntry }));
      expect(next).toMatchObject(entries.at(-3) ?? {});
      const one = { action: 'run.started', person: 'ANN@', text: edgeCaseStrings[0] };
      const filter = { ...one, from: hoursLater(1), until: hoursLater(2) };
      const found = await harness.read(auditPage(filter, { limit: 10, offset: 0 }));
      expect(found).toMatchObject([{ subject: edgeCaseStrings[0], happened_at: hoursLater(1) }]);
      const nothing = { ...everything, action: 'run.canceled', until: hoursLater(-9_000) };
      expect(await harness.read(auditPage(nothing, { limit: 10, offset: 0 }))).toEqual([]);
    });

    it('shows an edit and a removed entry', async () => {
      await harness.write(...['a', 'b', 'c'].map((text) => appendAuditEntry(entryOf(text))));
      const { newest } = await verify();
      const change = (sql: string) => harness.context.warehouse.script(sql);
      const table = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_AUDIT';
      const edited = newest - 1;
      await change(`UPDATE ${table} SET subject = 'x' WHERE entry_number = ${edited}`);
      const changed = { kind: 'changed', from: edited, to: edited };
      expect((await verify()).problems).toEqual([changed]);
      await change(`UPDATE ${table} SET subject = 'b' WHERE entry_number = ${edited}`);
      expect((await verify()).problems).toEqual([]);
      // Finer than the milliseconds that a Date has.
      const shift = (microseconds: number) =>
        change(`UPDATE ${table} SET happened_at = DATEADD('microsecond', ${microseconds}, happened_at)
          WHERE entry_number = ${edited}`);
      await shift(1);
      expect((await verify()).problems).toEqual([changed]);
      await shift(-1);
      expect((await verify()).problems).toEqual([]);
      const head = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_AUDIT_HEAD';
      await change(`UPDATE ${head} SET entry_number = ${newest + 1}`);
      const removed = { kind: 'removed', from: newest + 1, to: newest + 1 };
      expect((await verify()).problems).toEqual([removed]);
      await change(`UPDATE ${head} SET entry_number = ${newest}`);
    });

    it('names the runs that were interrupted at a time', async () => {
      await harness.write(
        insertRun({
          id: 'r',
          mode: 'batch',
          dryRun: false,
          accountId: null,
          batchSize: 5,
          by: { email: 'ann@example.com', name: 'Ann' },
          at: now,
          policyVersion: 1,
        }),
        failAllRuns(hoursLater(1)),
      );
      expect(await harness.read(runsInterruptedAt(hoursLater(1)))).toEqual([{ run_id: 'r' }]);
      expect(await harness.read(runsInterruptedAt(now))).toEqual([]);
    });
  });
}
