import { fileURLToPath } from 'node:url';
import type { Warehouse } from '@/lib/warehouse/types';
import { type Moved, type StoredTable, storedTables, tablePath } from './stored-tables';
import { movesTo } from './workdays';

const data = fileURLToPath(new URL('data', import.meta.url));

/**
 * Loads the stored history into an embedded warehouse that is set up and empty, moved so that it
 * ends on the last workday before `now`.
 */
export async function loadHistory(warehouse: Warehouse, now: Date): Promise<void> {
  await warehouse.script(macros(now.getTime()));
  for (const table of storedTables) await warehouse.script(load(table));
  // The ids were inserted, so the sequence that new recommendations get theirs from is behind.
  await warehouse.script(`SELECT MAX(nextval('DSV_WAREHOUSE.DATA_SCIENCE.CSM_ROUTING_RECOMMENDATION_ID'))
FROM range((SELECT MAX(recommendation_id) FROM CSM_ROUTING_RECOMMENDATIONS_CANNE))`);
  await warehouse.script(
    ['until', 'run_id', 'moment', 'ms']
      .map((name) => `DROP MACRO memory.main.moved_${name}`)
      .join(';'),
  );
}

/** SQL functions that move a time, and values with times in them. */
function macros(now: number): string {
  const { from, byDay } = movesTo(now);
  const day = `CAST(FLOOR((ms - ${from}) / 86400000) AS BIGINT)`;
  const last = byDay.length - 1;
  return `
CREATE MACRO memory.main.moved_ms(ms) AS
  ms + [${byDay.join(', ')}][LEAST(GREATEST(${day}, 0), ${last}) + 1];
CREATE MACRO memory.main.moved_moment(t) AS
  t + to_milliseconds(moved_ms(epoch_ms(t)) - epoch_ms(t));
CREATE MACRO memory.main.moved_run_id(id) AS
  strftime(moved_moment(strptime(id[:15], '%Y%m%d_%H%M%S')), '%Y%m%d_%H%M%S') || id[16:];
CREATE MACRO memory.main.moved_until(json) AS array_to_string(
  list_transform(str_split(json, '"until":'), lambda part:
    CASE WHEN regexp_matches(part, '^[0-9]{13}')
      THEN CAST(moved_ms(CAST(part[:13] AS BIGINT)) AS VARCHAR) || part[14:] ELSE part END),
  '"until":')`;
}

const moves: Readonly<Record<Moved, string>> = {
  moment: 'moved_moment',
  runId: 'moved_run_id',
  until: 'moved_until',
};

function load(table: StoredTable): string {
  const moved = Object.entries(table.moved).map(
    ([column, how]) => `${moves[how]}(${column}) AS ${column}`,
  );
  const columns = moved.length > 0 ? `* REPLACE (${moved.join(', ')})` : '*';
  const file = tablePath(data, table).replaceAll("'", "''");
  return `INSERT INTO ${table.name} BY NAME SELECT ${columns} FROM read_parquet('${file}')`;
}
