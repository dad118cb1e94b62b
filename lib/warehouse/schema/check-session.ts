import { z } from 'zod';
import { sessionParameters } from '@/lib/warehouse/snowflake/session-parameters';
import { optionalText, text } from '@/lib/warehouse/sql/shared/columns';
import type { Query, Warehouse } from '@/lib/warehouse/types';

const parameterRow = z.object({ key: text, value: optionalText });

function showParameters(): Query<z.infer<typeof parameterRow>> {
  return {
    name: 'check.parameters',
    tables: [],
    binds: [],
    row: parameterRow,
    sql: 'SHOW PARAMETERS IN SESSION',
  };
}

/**
 * Parameters that the driver sets in every session, but that have another value there, one sentence
 * each. A parameter that Snowflake does not list is not reported.
 */
export async function parameterProblems(
  warehouse: Pick<Warehouse, 'read'>,
): Promise<readonly string[]> {
  const rows = await warehouse.read(showParameters());
  const found = new Map(rows.map(({ key, value }) => [key.toUpperCase(), value ?? '']));
  return Object.entries(sessionParameters).flatMap(([name, expected]) => {
    const value = found.get(name);
    if (value === undefined || value.toUpperCase() === String(expected).toUpperCase()) return [];
    return [
      `${name} is '${value}' although the program sets it to '${expected}'. Find out what overrides it, such as a policy of the account.`,
    ];
  });
}

const ROUND_TRIPS = 9;

/** Median and maximum of several statements that do nothing, in milliseconds. */
export async function measureRoundTrip(
  warehouse: Pick<Warehouse, 'read'>,
): Promise<{ readonly medianMs: number; readonly maxMs: number }> {
  const times: number[] = [];
  for (let n = 0; n < ROUND_TRIPS; n++) {
    const from = performance.now();
    await warehouse.read({
      name: 'check.round-trip',
      tables: [],
      binds: [],
      row: z.unknown(),
      sql: 'SELECT 1 AS one',
    });
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return { medianMs: times[Math.floor(times.length / 2)] ?? 0, maxMs: times.at(-1) ?? 0 };
}
