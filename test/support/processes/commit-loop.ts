import sql from 'sql-template-tag';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { command } from '@/lib/warehouse/sql/shared/statement';

/** Commits pairs of rows and prints the number of each pair, until the process is killed. */

const warehouse = await openDuckDb({ path: process.argv[2] ?? '' });
for (let n = Number(process.argv[3]); ; n++) {
  await warehouse.transaction('pair', async (session) => {
    for (const half of ['a', 'b']) {
      await session.write(
        command({
          name: 'half',
          tables: [],
          sql: sql`INSERT INTO pairs (n, half) VALUES (CAST(${n} AS INTEGER), ${half})`,
        }),
      );
    }
  });
  console.log(String(n));
}
