import sql from 'sql-template-tag';
import { AppError } from '@/lib/server/errors';
import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';
import { command } from '@/lib/warehouse/sql/shared/statement';

/**
 * Commits pairs of rows until the process is killed. Prints the number of each pair, with `refused`
 * in front if the warehouse refused it.
 */

const [path = '', first = '0'] = process.argv.slice(2);
const text = 'x'.repeat(1_000);
const warehouse = await openDuckDb({ path });

async function addPair(n: number): Promise<void> {
  await warehouse.transaction('pair', async (session) => {
    for (const half of ['a', 'b']) {
      await session.write(
        command({
          name: 'half',
          tables: [],
          sql: sql`INSERT INTO pairs (n, half, text)
            VALUES (CAST(${n} AS INTEGER), ${half}, ${text})`,
        }),
      );
    }
  });
}

for (let n = Number(first); ; n++) {
  try {
    await addPair(n);
    console.log(String(n));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'warehouse_unavailable') throw error;
    console.log(`refused ${n}`);
  }
}
