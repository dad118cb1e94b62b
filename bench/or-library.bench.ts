import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assign } from '@/lib/engine/solver/assign';

/**
 * Solves Beasley's assignment problems (OR-Library) and compares with their published optima.
 * Reads the folder named by OR_LIBRARY, else ../shared/bench/or-library beside the repository.
 */

const optima: Readonly<Record<string, number>> = {
  assign100: 305,
  assign200: 475,
  assign400: 804,
  assign800: 1552,
  assignp1500: 5839,
  assignp3000: 18696,
};

/** Dense files list a row's costs in turn; sparse ones (assignp…) list row, column, cost. */
function readCosts(path: string, sparse: boolean): { size: number; costs: Float64Array } {
  const numbers = readFileSync(path, 'utf8').trim().split(/\s+/).map(Number);
  const size = numbers[0] as number;
  if (!sparse) return { size, costs: Float64Array.from(numbers.slice(1)) };
  const costs = new Float64Array(size * size).fill(Number.POSITIVE_INFINITY);
  for (let i = 1; i + 2 < numbers.length; i += 3) {
    const [row, column, cost] = numbers.slice(i, i + 3) as [number, number, number];
    costs[(row - 1) * size + column - 1] = cost;
  }
  return { size, costs };
}

const beside = fileURLToPath(new URL('../../shared/bench/or-library', import.meta.url));
const folder = process.env.OR_LIBRARY ?? beside;

if (!existsSync(folder)) {
  console.log('SKIPPED or-library: the folder is absent; set OR_LIBRARY to where its files are.');
} else {
  console.log('problem        found  optimum  placed        ms');
  let wrong = 0;
  for (const [name, optimum] of Object.entries(optima)) {
    const { size, costs } = readCosts(join(folder, `${name}.txt`), name.startsWith('assignp'));
    const started = performance.now();
    const answer = assign({ rows: size, columns: size, costs });
    const ms = performance.now() - started;
    const right = answer.primal === optimum && answer.bound === optimum && answer.placed === size;
    if (!right) wrong += 1;
    console.log(
      [
        name.padEnd(12),
        String(answer.primal).padStart(7),
        String(optimum).padStart(8),
        String(answer.placed).padStart(7),
        ms.toFixed(1).padStart(9),
        right ? '' : ` WRONG (bound ${answer.bound})`,
      ].join(' '),
    );
  }
  if (wrong > 0) process.exitCode = 1;
}
