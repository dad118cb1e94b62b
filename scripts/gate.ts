import { installFakesnow } from '@/test/fakesnow/install';
import { installChromium } from './chromium';
import { failuresIn } from './failures';
import { type ProgramResult, runTool } from './run-program';

// Runs every check, prints the time of each, and exits with 1 if any failed.

type Result = 'passed' | 'failed' | 'skipped';

const summary: string[] = [];
const skipped: string[] = [];
const failed: string[] = [];
let ok = true;

async function step(name: string, run: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await run();
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  const line = `${name.padEnd(12)}${seconds.padStart(7)} s   ${result}`;
  console.log(`\n── ${line} ──\n`);
  summary.push(line);
  if (result === 'failed') ok = false;
  return result;
}

const resultOf = (passed: boolean): Result => (passed ? 'passed' : 'failed');

function skip(reason: string): Result {
  skipped.push(reason);
  return 'skipped';
}

/** Runs the tools one after the other until one fails. They run next to the unit tests. */
const check = (name: string, ...commands: readonly [tool: string, ...args: string[]][]) =>
  step(name, async () => {
    for (const [tool, ...args] of commands) {
      if (!(await runTool(tool, args, { buffered: true })).ok) return 'failed';
    }
    return 'passed';
  });

/** Runs Vitest and collects the failed tests, and the titles of skipped ones, which say why. */
async function vitest(...args: string[]): Promise<Result> {
  const reporters = ['--reporter=default', '--reporter=./scripts/report-skipped.ts'];
  const { ok, output }: ProgramResult = await runTool('vitest', ['run', ...reporters, ...args]);
  for (const [, title = ''] of output.matchAll(/^skipped: (.*)$/gm)) skipped.push(title);
  failed.push(...failuresIn('vitest', output));
  return resultOf(ok);
}

/** Runs Playwright and collects the failed tests. */
async function playwright(...args: string[]): Promise<Result> {
  const { ok, output } = await runTool('playwright', ['test', ...args]);
  failed.push(...failuresIn('playwright', output));
  return resultOf(ok);
}

async function staticChecks() {
  await check('types', ['next', 'typegen'], ['tsc']);
  await check('lint', ['biome', 'ci', '--error-on-warnings', '--colors=off', '.']);
  await check('unused', ['knip', '--treat-config-hints-as-errors']);
  const build = await check('build', ['next', 'build'], ['tsx', 'scripts/complete-standalone.mjs']);
  const chromium = await step('chromium', async () => resultOf(await installChromium()));
  const fakesnow = await step('fakesnow', async () => {
    const installed = await installFakesnow();
    if ('unavailable' in installed) return skip(`tests on fakesnow: ${installed.unavailable}`);
    if ('broken' in installed) console.error(installed.broken);
    return resultOf('python' in installed);
  });
  return { canBrowse: build === 'passed' && chromium === 'passed', fakesnow };
}

const start = performance.now();
const [{ canBrowse, fakesnow }] = await Promise.all([staticChecks(), step('unit', () => vitest())]);
const inBrowser = (name: string, run: () => Promise<Result>) =>
  step(name, async () => (canBrowse ? run() : skip(`${name}: there is no build or no Chromium`)));
await inBrowser('browser', () => playwright());
if (fakesnow === 'passed') {
  await step('snowflake', () => vitest('--config=test/fakesnow/vitest.config.ts'));
  await inBrowser('workday', () => playwright('--config=e2e/snowflake/playwright.config.ts'));
}

console.log(summary.join('\n'));
if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((line) => `- ${line}`).join('\n')}`);
// Last, because a log is often cut at the top.
if (failed.length > 0) console.log(`\nFailed:\n${failed.map((line) => `- ${line}`).join('\n')}`);
const minutes = ((performance.now() - start) / 60_000).toFixed(1);
console.log(`\n${ok ? 'Everything passed' : 'FAILED'} in ${minutes} minutes.`);
process.exitCode = ok ? 0 : 1;
