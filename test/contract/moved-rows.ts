import { describe, expect, it } from 'vitest';
import { sampleMoveQueries } from '@/lib/warehouse/schema/samples/moves';
import { readAuditHead } from '@/lib/warehouse/sql/audit';
import {
  inactiveCsms,
  insertMovedRows,
  type MovedRow,
  movedRows,
  setMovedHead,
  unknownAccounts,
  unusableKeys,
} from '@/lib/warehouse/sql/move-rows';
import { type MovedTable, movedTables } from '@/lib/warehouse/sql/moved-tables';
import { edgeCaseStrings } from './edge-cases';
import type { ContractHarness } from './harness';

const BEFORE_ALL = { after: null, through: null } as const;

/** Statements that move rows from one warehouse to another. */
export function describeMovedRows(harness: ContractHarness): void {
  /** Rows with keys in ascending order, and values that are easy to lose. */
  const rowsOf = ({ columns, key }: MovedTable): MovedRow[] =>
    [1, 2, 3].map((n) =>
      Object.entries(columns).map(([name, kind], index) => {
        const isKey = key.includes(name);
        switch (kind) {
          case 'text':
            return isKey
              ? `key ${n} 🦊`
              : (edgeCaseStrings[(index + n) % edgeCaseStrings.length] ?? '');
          case 'flag':
            return n % 2 === 0;
          case 'time':
            return String(1_772_445_600_123_456n + BigInt(n));
          case 'date':
            return 20_000 + n;
          case 'id':
            return String(1_000_000_000_000 + n);
          default:
            return n + 1_000;
        }
      }),
    );

  describe('moved rows', () => {
    it.each(movedTables.map((table) => [table.name, table] as const))(
      'of %s are read as written, in parts, and inserted only once',
      async (_, table) => {
        const rows = rowsOf(table);
        // Some tables keep the rows of other tests.
        const unusable = await harness.read(unusableKeys(table));
        expect(await harness.write(insertMovedRows(table, rows.slice(1)))).toEqual([2]);
        expect(await harness.write(insertMovedRows(table, rows))).toEqual([1]);
        expect(await harness.read(unusableKeys(table))).toEqual(unusable);
        const names = Object.keys(table.columns);
        const keyOf = (row: MovedRow | undefined) =>
          table.key.map((name) => row?.[names.indexOf(name)] ?? null);
        const [first, second, third] = rows.map(keyOf);
        const read = (after = first, through = third, limit = 10) =>
          harness.read(movedRows(table, { after: after ?? null, through: through ?? null, limit }));
        expect(await read()).toEqual(rows.slice(1));
        expect(await read(first, second)).toEqual([rows[1]]);
        expect(await read(first, third, 1)).toEqual([rows[1]]);
        const all = await harness.read(movedRows(table, { ...BEFORE_ALL, limit: 10_000 }));
        expect(all).toEqual(expect.arrayContaining(rows));
      },
    );

    it('are refused if several have the same key', async () => {
      const table = movedTables.find(({ name }) => name === 'csmChanges') as MovedTable;
      await harness.write(insertMovedRows(table, rowsOf(table)));
      expect(await harness.read(unusableKeys(table))).toEqual([{ found: 0 }]);
      const twice = rowsOf(table).slice(0, 1);
      await harness.write(
        insertMovedRows(
          table,
          [...twice, ...twice].map((row) => ['a', ...row.slice(1)]),
        ),
      );
      expect(await harness.read(unusableKeys(table))).toEqual([{ found: 1 }]);
    });

    it('keep what is missing', async () => {
      const table = movedTables.find(({ name }) => name === 'assignments') as MovedTable;
      const row = ['A-1', null, null, null, null, null];
      await harness.write(insertMovedRows(table, [row]));
      expect(await harness.read(movedRows(table, { ...BEFORE_ALL, limit: 10 }))).toEqual([row]);
    });

    it('set the head of the audit trail once', async () => {
      const table = 'DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_AUDIT_HEAD';
      await harness.context.warehouse.script(`UPDATE ${table} SET entry_number = 0`);
      const head = { entry: 7, previousHash: 'a', hash: 'b' };
      expect(await harness.write(setMovedHead(head))).toEqual([1]);
      expect(await harness.write(setMovedHead({ ...head, entry: 8 }))).toEqual([0]);
      expect(await harness.read(readAuditHead())).toEqual([{ entry_number: 7, entry_hash: 'b' }]);
    });

    it('name the accounts that the view lacks and the CSMs who are not active', async () => {
      const table = movedTables.find(({ name }) => name === 'recommendations') as MovedTable;
      const names = Object.keys(table.columns);
      const row = rowsOf(table)[0]?.map((value, index) => {
        if (names[index] === 'account_id') return 'A-9';
        if (names[index] === 'recommended_csm') return 'No One';
        return names[index] === 'actual_assigned_csm' ? null : value;
      });
      await harness.write(insertMovedRows(table, [row ?? []]));
      expect(await harness.read(unknownAccounts(5))).toEqual([{ subject: 'A-9', total: 1 }]);
      expect(await harness.read(inactiveCsms(5))).toEqual([{ subject: 'No One', total: 1 }]);
    });

    it('are read from empty tables', async () => {
      for (const query of sampleMoveQueries()) await harness.read(query);
    });
  });
}
