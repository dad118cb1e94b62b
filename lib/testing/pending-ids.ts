import sql from 'sql-template-tag';
import { z } from 'zod';
import { id } from '@/lib/warehouse/sql/fields';
import { pendingTables } from '@/lib/warehouse/sql/pending';
import { query } from '@/lib/warehouse/sql/statement';
import type { Warehouse } from '@/lib/warehouse/types';

/** The recommendations that wait, in the order of their ids. */
export async function pendingIds(warehouse: Warehouse): Promise<string[]> {
  const rows = await warehouse.read(
    query(
      'test.pending',
      sql`WITH ${pendingTables} SELECT recommendation_id FROM pending ORDER BY recommendation_id`,
      z.object({ recommendation_id: id }),
    ),
  );
  return rows.map((row) => row.recommendation_id);
}
