import { openSnowflake } from '../open-snowflake';

/** Opens a warehouse by the options in the environment, reads, fails at reading, and closes. */
const warehouse = await openSnowflake(JSON.parse(process.env.OPTIONS ?? ''));
await warehouse.script('SELECT 1; SELECT CAST(9007199254740993 AS BIGINT)');
await warehouse.script('SELECT * FROM nowhere').catch(() => undefined);
await warehouse.close();
