import 'server-only';
import { readFileSync } from 'node:fs';
import { defaultPolicy } from '@/lib/policy/policy';
import { env } from '@/lib/server/env';
import { AppError } from '@/lib/server/errors';
import { openWarehouse } from '@/lib/warehouse/client';
import { type CheckResult, checkInstallation } from '@/lib/warehouse/schema/check-installation';
import type { Warehouse } from '@/lib/warehouse/types';
import { sessionFromEnv } from './setup-warehouse';

/**
 * Checks the configured installation on Snowflake and changes nothing.
 * @param print receives the report, a plain text to email, line by line
 * @returns whether every check passed
 * @throws AppError `invalid_input` unless the warehouse is Snowflake
 */
export async function checkWarehouse(
  print: (line: string) => void,
  {
    open = openWarehouse,
    now = () => new Date(),
  }: { readonly open?: typeof openWarehouse; readonly now?: () => Date } = {},
): Promise<boolean> {
  if (env().WAREHOUSE !== 'snowflake') {
    throw new AppError('invalid_input', 'The check is for Snowflake. Set WAREHOUSE=snowflake.');
  }
  printHeader(print, now());
  const failed: string[] = [];
  let checks = 0;
  for await (const result of checkAll(open, now)) {
    checks++;
    if (result.problems.length > 0) failed.push(result.title);
    printResult(print, result);
  }
  print('');
  if (failed.length === 0) print(`All ${checks} checks passed. Nothing was changed.`);
  else
    print(
      `${failed.length} of ${checks} checks failed: ${failed.join(', ')}. Nothing was changed.`,
    );
  return failed.length === 0;
}

async function* checkAll(open: typeof openWarehouse, now: () => Date): AsyncGenerator<CheckResult> {
  const from = performance.now();
  let warehouse: Warehouse;
  try {
    warehouse = await open();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    yield { title: 'Login', problems: [error.message], notes: [] };
    return;
  }
  const ms = Math.round(performance.now() - from);
  yield { title: 'Login', problems: [], notes: [`Took ${ms} ms.`] };
  try {
    const { SNOWFLAKE_DATA_TIMEZONE: dataTimeZone } = env();
    const session = sessionFromEnv();
    yield* checkInstallation(warehouse, { session, dataTimeZone, policy: defaultPolicy, now });
  } finally {
    await warehouse.close();
  }
}

function printHeader(print: (line: string) => void, now: Date): void {
  const settings = env();
  const packageFile = new URL('../package.json', import.meta.url);
  const { name, version } = JSON.parse(readFileSync(packageFile, 'utf8'));
  const time = now.toISOString().slice(0, 16).replace('T', ' ');
  print(`Check of the Snowflake installation, ${time} UTC, by ${name} ${version}`);
  print(`Account   ${settings.SNOWFLAKE_ACCOUNT}`);
  print(`Role      ${settings.SNOWFLAKE_ROLE ?? 'the user’s default role'}`);
  print(`Warehouse ${settings.SNOWFLAKE_WAREHOUSE}`);
  print(`Database  ${settings.SNOWFLAKE_DATABASE}.${settings.SNOWFLAKE_SCHEMA}`);
  print('The check changes nothing, and the report has no passwords, keys, or rows.');
}

function printResult(print: (line: string) => void, { title, problems, notes }: CheckResult): void {
  print('');
  print(`${problems.length > 0 ? 'FAILED' : 'passed'}  ${title}`);
  for (const line of [...problems.map((problem) => `- ${problem}`), ...notes]) {
    print(line.replaceAll(/^/gm, '        '));
  }
}
