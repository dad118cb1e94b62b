import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';

/** A process of its own that opens the warehouse given and holds it until its input ends. */

const warehouse = await openDuckDb({ path: process.argv[2] ?? '' });
console.log('held');
process.stdin.resume();
process.stdin.on('end', () => warehouse.close());
