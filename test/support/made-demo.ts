import { join } from 'node:path';
import { makeDemo } from '@/demo/make-demo';
import { demoManager } from '@/demo/people';
import { readModelOf } from '@/lib/read-model/read-model';
import type { Context } from '@/lib/server/context';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';

export type MadeDemo = Awaited<ReturnType<typeof madeDemo>>;

/** A demo made at a time, twice, with queries. */
export async function madeDemo(folder: string, name: string, now: Date) {
  const path = join(folder, `${name}.duckdb`);
  const creations = [await makeDemo(path, now), await makeDemo(path, now)];
  const warehouse = await openDuckDb({ path });
  const rows = async (sql: string): Promise<Record<string, unknown>[]> => {
    const table = await warehouse.script(sql);
    return table.rows.map((row) =>
      Object.fromEntries(table.columns.map((column, i) => [column, row[i]])),
    );
  };
  const one = async (sql: string) => Number(Object.values((await rows(sql))[0] ?? {})[0]);
  const ctx: Context = {
    warehouse,
    readModel: readModelOf(warehouse),
    person: demoManager,
    now: () => now,
  };
  return { warehouse, rows, one, ctx, now, creations };
}
