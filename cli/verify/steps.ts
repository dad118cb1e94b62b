import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installChromium } from './install-chromium';
import { leftOut, type Outcome, single } from './outcome';
import { countBrowserTests, countUnitTests, readReport } from './read-report';
import { runTool } from './run-program';

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
  { name: 'tests', run: unitTests },
  { name: 'build', run: async () => single(await runTool('next', ['build'])) },
  { name: 'browser', run: browserTests },
];

async function unitTests(): Promise<Outcome> {
  const report = await reportPath();
  const succeeded = await runTool('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return readReport(report, succeeded, countUnitTests);
}

async function browserTests(failed: ReadonlySet<string>): Promise<Outcome> {
  if (failed.has('build')) return leftOut('browser tests: there is no build to open');
  const chromium = await installChromium();
  if (!chromium) return single(false);
  const report = await reportPath();
  const succeeded = await runTool('playwright', ['test', '--reporter=list,json'], {
    ...(chromium.path && { CHROMIUM_PATH: chromium.path }),
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  });
  return readReport(report, succeeded, countBrowserTests);
}

async function reportPath(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'csm-routing-verify-')), 'report.json');
}
