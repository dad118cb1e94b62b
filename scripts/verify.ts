import type { Outcome } from './verify/outcome';
import { steps } from './verify/steps';

const usage = `Usage: npm run verify [-- STEP …]
Steps: ${steps.map(({ name }) => name).join(', ')}; all of them where none is named.`;

const asked = process.argv.slice(2);
if (asked.some((name) => !steps.some((step) => step.name === name))) {
  console.error(usage);
  process.exit(2);
}

const failed = new Set<string>();
const lines: string[] = [];
const failures: string[] = [];
const skips: string[] = [];
const total = { passed: 0, failed: 0, skipped: 0 };

for (const { name, run } of steps) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name} ──`);
  const start = performance.now();
  const outcome = await run(failed);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  if (outcome.failed > 0) failed.add(name);
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  total.skipped += outcome.skipped;
  failures.push(...outcome.failures.map((failure) => `${name}: ${failure}`));
  skips.push(...outcome.skips);
  lines.push(
    `${outcome.failed > 0 ? '✗' : '✓'} ${name.padEnd(9)}${seconds.padStart(7)} s   ${words(outcome)}`,
  );
}

console.log(`\n── all steps ──\n${lines.join('\n')}`);
print('Skipped', skips);
print('Failed', failures);
console.log(`\n${words(total)}`);
process.exitCode = failed.size > 0 ? 1 : 0;

function print(title: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log(`\n${title}:\n${lines.map((line) => `- ${line}`).join('\n')}`);
}

function words(count: Pick<Outcome, 'passed' | 'failed' | 'skipped'>): string {
  return `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`;
}
