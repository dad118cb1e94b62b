import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Runs all benchmarks one after the other, so they don't compete for the CPU. */

const folder = fileURLToPath(new URL('.', import.meta.url));
const benches = readdirSync(folder).filter((name) => name.endsWith('.bench.ts'));
for (const bench of benches.sort()) {
  console.log(`\n# ${bench}`);
  const flags = ['--conditions=react-server', '--import', 'tsx'];
  const { status } = spawnSync(process.execPath, [...flags, `${folder}${bench}`], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
