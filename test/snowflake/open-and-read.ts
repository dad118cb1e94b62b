import { createRequire } from 'node:module';
import { openSnowflake } from '@/lib/warehouse/snowflake/open-snowflake';

const isSdkLoaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('snowflake-sdk'));

/** Opens a warehouse with the options in OPTIONS, runs a valid and an invalid script, and closes it. */
if (isSdkLoaded()) console.error('The SDK was loaded before a warehouse was opened.');
const warehouse = await openSnowflake(JSON.parse(process.env.OPTIONS ?? ''));
if (!isSdkLoaded()) console.error('The SDK was not found in the module cache.');
await warehouse.script('SELECT 1; SELECT CAST(9007199254740993 AS BIGINT)');
await warehouse.script('SELECT * FROM nowhere').catch(() => undefined);
await warehouse.close();
