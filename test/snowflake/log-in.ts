import { loadSdk, openSession } from '@/lib/warehouse/snowflake/connect';
import type { LoginLimits } from '@/lib/warehouse/snowflake/login';
import type { SnowflakeOptions } from '@/lib/warehouse/snowflake/options';

/** Logs in and out with the OPTIONS and LIMITS, as often as TIMES, and prints each outcome as JSON. */
const options: SnowflakeOptions = JSON.parse(process.env.OPTIONS ?? '');
const limits: LoginLimits = JSON.parse(process.env.LIMITS ?? '');
const sdk = await loadSdk(options);
const outcomes = [];
for (let time = 0; time < Number(process.env.TIMES); time++) {
  const from = performance.now();
  const message = await openSession(sdk, options, { autocommit: true, ...limits }).then(
    async (session) => {
      await session.end();
      return 'logged in';
    },
    (error: Error) => error.message,
  );
  outcomes.push({ message, ms: performance.now() - from });
}
console.log(JSON.stringify(outcomes));
// The SDK may still be waiting.
process.exit();
