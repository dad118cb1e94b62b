import { createRequire } from 'node:module';
import { openWarehouse } from '@/lib/warehouse/client';

// Opens the configured warehouse and prints which database packages were loaded.
const warehouse = await openWarehouse({ create: true });
const loaded = Object.keys(createRequire(import.meta.url).cache);
const engines = ['@duckdb/node-api', 'snowflake-sdk'].filter((name) =>
  loaded.some((file) => file.includes(`node_modules/${name}/`)),
);
console.log(JSON.stringify({ kind: warehouse.kind, engines }));
await warehouse.close();
