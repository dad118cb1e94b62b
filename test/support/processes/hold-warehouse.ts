import { openDuckDb } from '@/lib/warehouse/duckdb/open-duckdb';

/** Opens a warehouse and keeps it open until standard input ends. */

const warehouse = await openDuckDb({ path: process.argv[2] ?? '' });
console.log('held');
process.stdin.resume();
process.stdin.on('end', () => warehouse.close());
