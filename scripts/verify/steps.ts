import { installChromium } from './install-chromium';
import { leftOut, type Outcome, single } from './outcome';
import { runTool } from './run-program';
import { runBrowserTests, runUnitTests } from './run-tests';
import { snowflakeTests } from './snowflake-tests';

export interface Step {
  readonly name: string;
  /** @param failed the names of the steps before it that failed */
  run(failed: ReadonlySet<string>): Promise<Outcome>;
}

// It colours a file of its own accord.
const plain = process.stdout.isTTY ? [] : ['--colors=off'];

/** Everything that must hold, in the order in which a failure is cheapest to learn of. */
export const steps: readonly Step[] = [
  {
    name: 'types',
    run: async () => single((await runTool('next', ['typegen'])) && (await runTool('tsc'))),
  },
  {
    // The boundaries between the layers are rules of the linter.
    name: 'lint',
    run: async () => single(await runTool('biome', ['ci', '--error-on-warnings', ...plain, '.'])),
  },
  {
    name: 'unused',
    run: async () => single(await runTool('knip', ['--treat-config-hints-as-errors'])),
  },
  { name: 'tests', run: () => runUnitTests() },
  { name: 'build', run: async () => single(await runTool('next', ['build'])) },
  { name: 'browser', run: browserTests },
  { name: 'snowflake', run: snowflakeTests },
];

async function browserTests(failed: ReadonlySet<string>): Promise<Outcome> {
  if (failed.has('build')) return leftOut('browser tests: there is no build to open');
  const chromium = await installChromium();
  return chromium ? runBrowserTests('playwright.config.ts', chromium) : single(false);
}
