import { createRequire } from 'node:module';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';

const loaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('snowflake-sdk'));

/** Opens a warehouse by the options in the environment, reads, fails at reading, and closes. */
if (loaded()) console.error('The SDK was loaded before a warehouse was opened.');
const warehouse = await openSnowflake(JSON.parse(process.env.OPTIONS ?? ''));
if (!loaded()) console.error('The SDK is not where this looks for it.');
await warehouse.script('SELECT 1; SELECT CAST(9007199254740993 AS BIGINT)');
await warehouse.script('SELECT * FROM nowhere').catch(() => undefined);
await warehouse.close();
