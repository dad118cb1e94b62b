import {
  inactiveCsms,
  insertMovedRows,
  movedRows,
  setMovedHead,
  unknownAccounts,
  unusableKeys,
} from '@/lib/warehouse/sql/move-rows';
import { movedTables } from '@/lib/warehouse/sql/moved-tables';
import type { Command, Query } from '@/lib/warehouse/types';

/** The queries of `npm run migrate-to-snowflake`, on each of its tables. */
export function sampleMoveQueries(): readonly Query<unknown>[] {
  return [
    ...movedTables.flatMap((table) => {
      const key = table.key.map((name) => (table.columns[name] === 'text' ? 'sample' : '1'));
      return [
        movedRows(table, { after: null, through: null, limit: 1 }),
        movedRows(table, { after: key, through: key, limit: 1 }),
        unusableKeys(table),
      ];
    }),
    unknownAccounts(1),
    inactiveCsms(1),
  ];
}

/** The commands of `npm run migrate-to-snowflake`, on each of its tables. */
export function sampleMoveCommands(): readonly Command[] {
  return [
    ...movedTables.flatMap((table) => {
      const values = {
        text: 'sample',
        flag: false,
        number: 1,
        score: 1,
        time: '1',
        date: 1,
        id: '1',
      };
      return insertMovedRows(table, [Object.values(table.columns).map((kind) => values[kind])]);
    }),
    setMovedHead({ entry: 1, previousHash: 'sample', hash: 'sample' }),
  ];
}
